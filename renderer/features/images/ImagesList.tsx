import type { ImageRow } from '@shared/domain/image'
import { nameOrId } from '@shared/domain/imageNames'
import { type KeyboardEvent, type Ref, useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useGoingImages, useSettings } from '../../api'
import { useMenu, visibleText } from '../../components'
import {
  clearChecked,
  DataGrid,
  type GridGroups,
  type GridHandle,
  type GridSelection,
} from '../../components/grid'
import { navigation } from '../frame'
import { GoingImages } from './cells/going'
import { GroupTitle } from './groups/GroupTitle'
import { isHead, type ListLine, lineKey } from './groups/groups.logic'
import { rowEntries } from './imageMenu'
import { ListState } from './ListState'
import { columnKeys } from './list/columnChoice.logic'
import { nextSort } from './list/sort.logic'
import { useImageColumns } from './list/useImageColumns'
import type { ImagesPageState } from './useImagesPage'
import { imagesView, useImagesView } from './viewState'

const titleOf = (row: ImageRow): string => visibleText(nameOrId(row))
const rowHeights = { compact: 28, comfortable: 36 } as const
const followMs = 90

export function ImagesList({
  page,
  grid,
}: {
  readonly page: ImagesPageState
  readonly grid: Ref<GridHandle>
}) {
  const { t } = useTranslation('images')
  const { list, actions, targets, live, images } = page
  const { sort, selection } = useImagesView()
  const { density } = useSettings()
  const columns = useImageColumns()
  const lineColumns = useMemo(
    () =>
      columns.map((column) => ({
        ...column,
        cell: (line: ListLine) => (isHead(line) ? null : column.cell(line)),
      })),
    [columns],
  )
  const byId = images.data?.byId
  const { grouped, sumOf } = list
  const groups = useMemo(
    (): GridGroups<ListLine> | undefined =>
      grouped
        ? {
            of: (line) =>
              isHead(line)
                ? {
                    open: line.open,
                    members: line.members,
                    content: <GroupTitle head={line} sum={sumOf(line)} />,
                  }
                : undefined,
            onToggle: (line, open) => imagesView.setOpen(lineKey(line), open),
            has: (key) => byId?.has(key) ?? false,
          }
        : undefined,
    [grouped, sumOf, byId],
  )
  const going = useGoingImages()
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined)

  // Open details go with the cursor, once it rests.
  const onSelection = useCallback((next: GridSelection, cause: 'user' | 'rows'): void => {
    const before = imagesView.get().selection
    imagesView.setSelection(next)
    const { cursor } = next
    if (cause === 'rows') return
    if (cursor === undefined || cursor === before.cursor || navigation.place().imageId === undefined) return
    clearTimeout(follow.current)
    follow.current = setTimeout(() => {
      if (cursor.startsWith('sha256:') && navigation.place().imageId !== undefined)
        navigation.openImage(cursor)
    }, followMs)
  }, [])
  const open = (row: ListLine): void => {
    if (!isHead(row)) navigation.openImage(row.id)
  }
  const menu = useMenu(t('action.menu', { name: targets.map(titleOf).slice(0, 3).join(', ') }), () =>
    rowEntries({ t, actions, live }, targets, {
      open,
      filterBy: (field, row) => imagesView.setFilters({ [field]: nameOrId(row) }),
    }),
  )
  const onKey = (event: KeyboardEvent, line: ListLine | undefined): void => {
    const row = line === undefined || isHead(line) ? undefined : line
    const command = event.ctrlKey || event.metaKey
    if (event.key === 'Delete' || (event.key === 'Backspace' && event.metaKey)) {
      if (live) actions.remove(targets)
    } else if (event.key === 'F2' && row !== undefined) {
      if (live) actions.tag(row)
    } else if (command && event.key.toLowerCase() === 'c' && targets.length > 0) {
      actions.copyReferences(targets)
    } else if (event.key === 'Escape') {
      if (navigation.place().imageId !== undefined) navigation.closeDetails()
      else imagesView.setSelection(clearChecked(imagesView.get().selection))
    } else return
    event.preventDefault()
  }
  const onSort = (key: string): void => {
    const column = columnKeys.find((candidate) => candidate === key)
    if (column !== undefined) imagesView.setSort(nextSort(sort, column))
  }
  return (
    <GoingImages value={going}>
      <DataGrid
        ref={grid}
        label={t('title')}
        rows={list.lines}
        keyOf={lineKey}
        nameOf={(line) => (isHead(line) ? visibleText(line.name ?? t('group.noName')) : titleOf(line))}
        columns={lineColumns}
        groups={groups}
        rowHeight={rowHeights[density]}
        sort={sort}
        onSort={onSort}
        selection={selection}
        onSelection={onSelection}
        onOpen={open}
        onMenu={(_row, at) => menu.open(at)}
        onKey={onKey}
        isFaded={(line) => going.has(lineKey(line))}
        busy={images.refreshing}
        revision={images.data?.revision}
        empty={<ListState page={page} />}
      />
      {menu.popup}
    </GoingImages>
  )
}
