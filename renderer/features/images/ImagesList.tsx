import type { ImageRow } from '@shared/domain/image'
import { type KeyboardEvent, type Ref, useCallback, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useGoingImages, useSettings } from '../../api'
import { useMenu, visibleText } from '../../components'
import { clearChecked, DataGrid, type GridHandle, type GridSelection } from '../../components/grid'
import { navigation } from '../frame'
import { GoingImages } from './cells/going'
import { rowEntries } from './imageMenu'
import { ListState } from './ListState'
import { columnKeys } from './list/columnChoice.logic'
import { nameOf } from './list/references.logic'
import { nextSort } from './list/sort.logic'
import { useImageColumns } from './list/useImageColumns'
import type { ImagesPageState } from './useImagesPage'
import { imagesView, useImagesView } from './viewState'

const keyOf = (row: ImageRow): string => row.id
const titleOf = (row: ImageRow): string => visibleText(nameOf(row))
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
  const { visible, actions, targets, live, images } = page
  const { sort, selection } = useImagesView()
  const { density } = useSettings()
  const columns = useImageColumns()
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
      if (navigation.place().imageId !== undefined) navigation.openImage(cursor)
    }, followMs)
  }, [])
  const open = (row: ImageRow): void => navigation.openImage(row.id)
  const menu = useMenu(t('action.menu', { name: targets.map(titleOf).slice(0, 3).join(', ') }), () =>
    rowEntries({ t, actions, live }, targets, {
      open,
      filterBy: (field, row) => imagesView.setFilters({ [field]: nameOf(row) }),
    }),
  )
  const onKey = (event: KeyboardEvent, row: ImageRow | undefined): void => {
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
        rows={visible.rows}
        keyOf={keyOf}
        nameOf={titleOf}
        columns={columns}
        rowHeight={rowHeights[density]}
        sort={sort}
        onSort={onSort}
        selection={selection}
        onSelection={onSelection}
        onOpen={open}
        onMenu={(_row, at) => menu.open(at)}
        onKey={onKey}
        isFaded={(row) => going.has(row.id)}
        busy={images.refreshing}
        revision={images.data?.revision}
        empty={<ListState page={page} />}
      />
      {menu.popup}
    </GoingImages>
  )
}
