import type { ImageRow } from '@shared/domain/image'
import type { TFunction } from 'i18next'
import {
  BrushCleaning,
  CloudUpload,
  Copy,
  Eraser,
  FolderTree,
  GitCompareArrows,
  Info,
  Play,
  Save,
  Tag,
  Trash2,
} from 'lucide-react'
import { type MenuEntry, visibleText } from '../../components'
import type { ImageActions } from './imageActions'
import { namesOf } from './list/references.logic'

type MenuContext = {
  readonly t: TFunction<'images'>
  readonly actions: ImageActions
  /** False while the engine is away: what only reads still works. */
  readonly live: boolean
}

const separator: MenuEntry = { type: 'separator' }

/** Copy and save, for rows that may be one, some or all of the list. */
export function copyEntries({ t, actions }: MenuContext, rows: readonly ImageRow[]): readonly MenuEntry[] {
  const count = rows.length
  const item = (label: string, onSelect: () => void, shortcut?: string): MenuEntry => ({
    type: 'item',
    label,
    onSelect,
    disabled: count === 0,
    ...(shortcut === undefined ? {} : { shortcut }),
  })
  return [
    { type: 'heading', label: t('copy.scope', { count }) },
    item(t('copy.references', { count }), () => actions.copyReferences(rows), 'Ctrl+C'),
    item(t('copy.ids', { count }), () => actions.copyIds(rows)),
    digestItem(t, actions, rows),
    separator,
    item(t('copy.text'), () => actions.copyList(rows, 'text')),
    item(t('copy.csv'), () => actions.copyList(rows, 'csv')),
    item(t('copy.json'), () => actions.copyList(rows, 'json')),
    separator,
    item(t('copy.saveText'), () => actions.saveList(rows, 'text')),
    item(t('copy.saveCsv'), () => actions.saveList(rows, 'csv')),
    item(t('copy.saveJson'), () => actions.saveList(rows, 'json')),
  ]
}

function digestItem(t: MenuContext['t'], actions: ImageActions, rows: readonly ImageRow[]): MenuEntry {
  const count = rows.reduce((sum, row) => sum + row.digests.length, 0)
  return {
    type: 'item',
    label: t('copy.digests', { count: Math.max(1, count) }),
    disabled: count === 0,
    onSelect: () => actions.copyDigests(rows),
  }
}

const mostTags = 30

function compareEntry({ t, actions, live }: MenuContext, row: ImageRow): MenuEntry {
  return {
    type: 'submenu',
    label: t('action.compare'),
    icon: GitCompareArrows,
    entries: [
      {
        type: 'item',
        label: t('action.compareOther'),
        disabled: !live,
        onSelect: () => actions.compare([row]),
      },
      ...row.tags.slice(0, mostTags).map(
        (tag): MenuEntry => ({
          type: 'item',
          label: t('action.compareNow', { tag: visibleText(tag) }),
          disabled: !live,
          onSelect: () => actions.compareNow(row, tag),
        }),
      ),
    ],
  }
}

/** The menu of a row, or of all chosen rows. */
export function rowEntries(
  context: MenuContext,
  rows: readonly ImageRow[],
  more: {
    readonly open: (row: ImageRow) => void
    readonly filterBy: (field: 'before' | 'since', row: ImageRow) => void
  },
): readonly MenuEntry[] {
  const { t, actions, live } = context
  const [only] = rows.length === 1 ? rows : []
  const names = only === undefined ? [] : namesOf(only)
  const single: readonly MenuEntry[] =
    only === undefined
      ? []
      : [
          {
            type: 'item',
            label: t('action.details'),
            icon: Info,
            shortcut: 'Enter',
            onSelect: () => more.open(only),
          },
          {
            type: 'item',
            label: t('action.lookInside'),
            icon: FolderTree,
            disabled: !live,
            onSelect: () => actions.lookInside(only),
          },
          compareEntry(context, only),
          {
            type: 'item',
            label: t('action.tag'),
            icon: Tag,
            shortcut: 'F2',
            disabled: !live,
            onSelect: () => actions.tag(only),
          },
          {
            type: 'item',
            label: t('action.run'),
            icon: Play,
            disabled: !live,
            onSelect: () => actions.run(only),
          },
          {
            type: 'item',
            label: t('action.push'),
            icon: CloudUpload,
            disabled: !live,
            onSelect: () => actions.push(only),
          },
          ...(names.length < 2
            ? []
            : [
                {
                  type: 'submenu' as const,
                  label: t('action.untag'),
                  icon: Eraser,
                  entries: names.slice(0, 100).map(
                    (name): MenuEntry => ({
                      type: 'item',
                      label: visibleText(name),
                      disabled: !live,
                      onSelect: () => actions.untag(only, name),
                    }),
                  ),
                },
              ]),
        ]
  const dated: readonly MenuEntry[] =
    only?.created === undefined
      ? []
      : [
          { type: 'item', label: t('action.showBefore'), onSelect: () => more.filterBy('before', only) },
          { type: 'item', label: t('action.showSince'), onSelect: () => more.filterBy('since', only) },
          separator,
        ]
  const two: readonly MenuEntry[] =
    rows.length === 2
      ? [
          {
            type: 'item',
            label: t('action.compareTwo'),
            icon: GitCompareArrows,
            disabled: !live,
            onSelect: () => actions.compare(rows),
          },
        ]
      : []
  return [
    ...single,
    ...two,
    { type: 'submenu', label: t('action.copy'), icon: Copy, entries: copyEntries(context, rows) },
    {
      type: 'item',
      label: t('action.save', { count: rows.length }),
      icon: Save,
      disabled: !live,
      onSelect: () => actions.save(rows),
    },
    separator,
    ...dated,
    {
      type: 'item',
      label: t('action.cleanUp'),
      icon: BrushCleaning,
      disabled: !live,
      onSelect: () => actions.cleanUp(rows),
    },
    {
      type: 'item',
      label: t('action.remove'),
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      disabled: !live,
      onSelect: () => actions.remove(rows),
    },
  ]
}
