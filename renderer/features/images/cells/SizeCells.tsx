import type { ImageRow } from '@shared/domain/image'
import { useTranslation } from 'react-i18next'
import { Bytes, formatBytes, useDoubtText } from '../../../components'

/** Bytes that no other image has: what would come back at least, if nothing else keeps them. */
export function UniqueCell({ row }: { readonly row: ImageRow }) {
  const { t } = useTranslation('images')
  const doubts = useDoubtText()
  if (row.unique === undefined)
    return (
      <span data-tip={t('unique.unread')} className="text-faint">
        …<span className="sr-only">{t('unique.unread')}</span>
      </span>
    )
  if (row.uniqueAbout === undefined) return <Bytes value={row.unique} />
  return <About value={row.unique} tip={doubts(row.uniqueAbout)} />
}

function About({ value, tip }: { readonly value: number; readonly tip: string }) {
  const { t, i18n } = useTranslation()
  return (
    <span data-tip={tip} className="whitespace-nowrap">
      {t('about', { value: formatBytes(value, i18n.language) })}
      <span className="sr-only"> {tip}</span>
    </span>
  )
}

/** The whole image, and how much of it is its own. */
export function SizeCell({ row }: { readonly row: ImageRow }) {
  return (
    <span className="flex items-center justify-between gap-2">
      {row.unique === undefined || row.size === 0 ? <span /> : <Split unique={row.unique} size={row.size} />}
      <Bytes value={row.size} />
    </span>
  )
}

function Split({ unique, size }: { readonly unique: number; readonly size: number }) {
  const { t, i18n } = useTranslation('images')
  const own = Math.min(unique, size)
  const text = t('unique.split', {
    unique: formatBytes(own, i18n.language),
    shared: formatBytes(size - own, i18n.language),
  })
  return (
    <span
      role="img"
      aria-label={text}
      data-tip={text}
      className="flex h-1.5 w-10 shrink-0 overflow-hidden rounded-sm bg-line"
    >
      <span className="bg-accent-fill" style={{ width: `${(own / size) * 100}%` }} />
    </span>
  )
}
