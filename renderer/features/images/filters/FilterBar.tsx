import type { AppError } from '@shared/errors'
import { Bookmark, Group, ListFilter } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, MenuButton, ToggleChip, useErrorText } from '../../../components'
import { imagesView, useImagesView } from '../viewState'
import { useGroupEntries, useViews } from '../views/useViews'
import { ColumnChooser } from './ColumnChooser'
import { FilterEditor } from './FilterEditor'
import { type FilterCounts, isFiltered } from './filters.logic'
import { IntermediateChip } from './IntermediateChip'
import { ValueChips } from './ValueChips'
import { type FilterField, type FilterValue, valuesOf } from './values.logic'

/** Quick filters with their counts, filters with a value as chips, and the columns. */
export function FilterBar({
  counts,
  known,
  error,
}: {
  readonly counts: FilterCounts
  /** False until a list was read: no number is better than a wrong one. */
  readonly known: boolean
  readonly error: AppError | undefined
}) {
  const { t } = useTranslation('images')
  const { text, filters, grouping } = useImagesView()
  const groupEntries = useGroupEntries()
  const views = useViews()
  const errorText = useErrorText()
  const [editing, setEditing] = useState<FilterValue>()
  const toggleUse = (use: 'inUse' | 'unused') => (on: boolean) =>
    imagesView.setFilters({ use: on ? use : undefined })
  const toggleNaming = (naming: 'dangling' | 'digestOnly') => (on: boolean) =>
    imagesView.setFilters({ naming: on ? naming : undefined })
  const add = (field: FilterField): void => {
    const held = field === 'label' ? undefined : valuesOf(filters).find((value) => value.field === field)
    setEditing(held ?? { field, value: '' })
  }
  const reason = error === undefined ? undefined : errorText(error).sentence
  return (
    <div
      role="toolbar"
      aria-label={t('filter.bar')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-1.5 border-b border-line px-3 py-1"
    >
      <ToggleChip
        pressed={filters.use === 'inUse'}
        onChange={toggleUse('inUse')}
        count={known ? counts.inUse : undefined}
      >
        {t('filter.inUse')}
      </ToggleChip>
      <ToggleChip
        pressed={filters.use === 'unused'}
        onChange={toggleUse('unused')}
        count={known ? counts.unused : undefined}
      >
        {t('filter.unused')}
      </ToggleChip>
      <ToggleChip
        pressed={filters.naming === 'dangling'}
        onChange={toggleNaming('dangling')}
        count={known ? counts.dangling : undefined}
      >
        {t('filter.dangling')}
      </ToggleChip>
      {counts.digestOnly > 0 || filters.naming === 'digestOnly' ? (
        <ToggleChip
          pressed={filters.naming === 'digestOnly'}
          onChange={toggleNaming('digestOnly')}
          count={known ? counts.digestOnly : undefined}
          tip={t('byDigestTip')}
        >
          {t('filter.digestOnly')}
        </ToggleChip>
      ) : null}
      <IntermediateChip count={counts.intermediate} />
      <ValueChips filters={filters} onEdit={(field, value) => setEditing({ field, value })} />
      {editing === undefined ? (
        <MenuButton
          size="small"
          variant="ghost"
          icon={ListFilter}
          menuLabel={t('filter.add')}
          entries={() => [
            { type: 'item', label: t('filter.addLabel'), onSelect: () => add('label') },
            { type: 'item', label: t('filter.addReference'), onSelect: () => add('reference') },
            { type: 'item', label: t('filter.addBiggerThan'), onSelect: () => add('biggerThan') },
            { type: 'item', label: t('filter.addOlderThan'), onSelect: () => add('olderThan') },
            { type: 'item', label: t('filter.addUnusedFor'), onSelect: () => add('unusedFor') },
            { type: 'item', label: t('filter.addBefore'), onSelect: () => add('before') },
            { type: 'item', label: t('filter.addSince'), onSelect: () => add('since') },
          ]}
        >
          {t('filter.add')}
        </MenuButton>
      ) : (
        <FilterEditor key={editing.field} editing={editing} onClose={() => setEditing(undefined)} />
      )}
      {reason === undefined ? null : (
        <span role="alert" className="text-sm text-danger">
          {t('filter.failed', { reason })}
        </span>
      )}
      <div className="flex-1" />
      {isFiltered(text, filters) ? (
        <Button size="small" variant="ghost" onClick={imagesView.clearFilters}>
          {t('filter.clear')}
        </Button>
      ) : null}
      <MenuButton
        size="small"
        variant="ghost"
        icon={Group}
        tip={t('group.menu')}
        menuLabel={t('group.menu')}
        entries={() => groupEntries}
      >
        {grouping === 'flat' ? t('group.menu') : t(`group.${grouping}`)}
      </MenuButton>
      <MenuButton
        size="small"
        variant="ghost"
        icon={Bookmark}
        menuLabel={t('view.menu')}
        entries={() => views.entries}
      >
        {t('view.menu')}
      </MenuButton>
      <ColumnChooser />
    </div>
  )
}
