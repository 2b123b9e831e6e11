import type { Doubt } from '@shared/domain/sizes'
import { useTranslation } from 'react-i18next'
import { Bytes, formatBytes, useDoubtText } from '../../components'

/** Bytes; those that are an estimate say so, and why. */
export function StoredBytesText({
  value,
  about,
}: {
  readonly value: number
  readonly about: readonly Doubt[]
}) {
  const { t, i18n } = useTranslation()
  const doubts = useDoubtText()
  if (about.length === 0) return <Bytes value={value} />
  const tip = doubts(about)
  return (
    <span data-tip={tip} className="whitespace-nowrap">
      {t('about', { value: formatBytes(value, i18n.language) })}
      <span className="sr-only"> {tip}</span>
    </span>
  )
}
