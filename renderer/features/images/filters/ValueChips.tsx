import { useTranslation } from 'react-i18next'
import { Chip, Untrusted, visibleText } from '../../../components'
import { imagesView } from '../viewState'
import type { Filters } from './filters.logic'
import { type FilterField, removeValue, valuesOf } from './values.logic'

/** One chip for each filter that has a value. */
export function ValueChips(props: {
  readonly filters: Filters
  readonly onEdit: (field: FilterField, value: string) => void
}) {
  const { t } = useTranslation('images')
  return valuesOf(props.filters).map(({ field, value }) => {
    const name = t(`filter.${field}`)
    const isDays = field === 'olderThan' || field === 'unusedFor'
    const shown = isDays ? t('filter.days', { count: Number(value) }) : value
    return (
      <Chip
        key={`${field} ${value}`}
        name={name}
        label={t('filter.chip', { name, value: visibleText(shown) })}
        onEdit={() => props.onEdit(field, value)}
        onRemove={() => imagesView.setFilters(removeValue(props.filters, { field, value }))}
      >
        <Untrusted text={shown} />
      </Chip>
    )
  })
}
