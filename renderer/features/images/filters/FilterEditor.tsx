import { type FormEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../components'
import { imagesView } from '../viewState'
import { type FilterValue, withValue } from './values.logic'

const hints = {
  label: 'labelHint',
  before: 'imageHint',
  since: 'imageHint',
  reference: 'referenceHint',
  olderThan: 'daysHint',
  unusedFor: 'daysHint',
  biggerThan: 'bytesHint',
} as const

/** In the bar, where its chip will be: Enter applies, Esc leaves everything as it was. */
export function FilterEditor({
  editing,
  onClose,
}: {
  readonly editing: FilterValue
  readonly onClose: () => void
}) {
  const { t } = useTranslation('images')
  const [value, setValue] = useState(editing.value)
  const [wrong, setWrong] = useState(false)
  const hint = t(`filter.${hints[editing.field]}`)
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    const change = withValue(imagesView.get().filters, editing, value)
    setWrong(change === undefined)
    if (change === undefined) return
    imagesView.setFilters(change)
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    onClose()
  }
  return (
    <form onSubmit={onSubmit} className="flex h-6 items-center gap-1.5">
      <label className="flex h-6 items-center rounded-md border border-accent bg-canvas text-sm">
        <span className="pl-2 text-muted">{t(`filter.${editing.field}`)}</span>
        <input
          // It was asked for by the menu a moment ago
          autoFocus
          type="text"
          spellCheck={false}
          autoComplete="off"
          maxLength={512}
          placeholder={hint}
          aria-invalid={wrong}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          className="h-full w-[200px] rounded-md bg-transparent px-1.5 font-mono text-sm"
        />
      </label>
      {wrong ? (
        <span role="alert" className="text-sm text-danger">
          {t('filter.wrong', { hint })}
        </span>
      ) : null}
      <Button type="submit" size="small">
        {t('filter.apply')}
      </Button>
    </form>
  )
}
