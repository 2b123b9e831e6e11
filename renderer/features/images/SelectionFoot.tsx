import { Clock } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useImageSums } from '../../api'
import { Bytes, formatRelative, useNow } from '../../components'
import { clearChecked } from '../../components/grid'
import { sumOfSizes } from './list/totals.logic'
import { ComesBack, OnDisk } from './SumsText'
import type { ImagesPageState } from './useImagesPage'
import { imagesView } from './viewState'

/** What is shown, or what is chosen, in numbers; and how old the numbers are until the engine has confirmed them. */
export function SelectionFoot({ page }: { readonly page: ImagesPageState }) {
  const { t } = useTranslation('images')
  const { images, visible, checked } = page
  const rows = checked.length > 0 ? checked : visible.rows
  const sets = useMemo(() => [rows.map(({ id }) => id)], [rows])
  const told = useImageSums(sets, page.live ? images.data?.revision : undefined)
  // The number of another selection is no number of this one.
  const sum = told?.sets === sets ? told.answer.sums[0] : undefined
  const known = images.data !== undefined && (page.live || visible.total > 0)
  if (!known) return <div className="h-7 shrink-0 border-t border-line" />
  const words =
    checked.length > 0
      ? t('foot.selected', { count: checked.length })
      : visible.rows.length === visible.total
        ? t('foot.all', { count: visible.total })
        : t('foot.some', { shown: visible.rows.length, total: visible.total })
  return (
    <div className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-3 border-t border-line px-3 py-0.5 text-sm text-muted">
      <span role="status" className="flex gap-3 whitespace-nowrap">
        <span className={checked.length > 0 ? 'font-semibold text-fg' : ''}>{words}</span>
      </span>
      {sum === undefined ? (
        <span data-tip={t('foot.sumTip')} className="clip min-w-0">
          {t('foot.sum')} <Bytes value={sumOfSizes(rows)} />
        </span>
      ) : (
        <OnDisk sum={sum} />
      )}
      {checked.length > 0 && sum !== undefined ? <ComesBack sum={sum} /> : null}
      {checked.length > 0 && page.live ? (
        <button
          type="button"
          onClick={() => page.actions.save(checked)}
          className="rounded-sm text-accent whitespace-nowrap hover:underline"
        >
          {t('action.save', { count: checked.length })}
        </button>
      ) : null}
      {checked.length > 0 ? (
        <button
          type="button"
          onClick={() => imagesView.setSelection(clearChecked(imagesView.get().selection))}
          className="rounded-sm text-accent whitespace-nowrap hover:underline"
        >
          {t('action.clearSelection')}
        </button>
      ) : null}
      <div className="flex-1" />
      {images.data?.freshness.type === 'cached' ? <Cached at={images.data.freshness.at} /> : null}
    </div>
  )
}

function Cached({ at }: { readonly at: number }) {
  const { t, i18n } = useTranslation('images')
  const now = useNow('minute')
  const when = formatRelative(at, Math.max(now, at), i18n.language) ?? t('justNow')
  return (
    <span role="status" className="flex items-center gap-1.5 whitespace-nowrap text-warn">
      <Clock size={14} aria-hidden />
      {t('foot.cached', { when })}
    </span>
  )
}
