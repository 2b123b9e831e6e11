import { Recycle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useContentsLayers } from '../../api'
import { formatBytes } from '../../components'
import { navigation } from '../frame'
import { usePercent } from './waste/usePercent'

/** How much of what is stored nobody sees, once all layers are read; leads to what it is. */
export function WasteHint({ handle }: { readonly handle: string }) {
  const { t, i18n } = useTranslation('contents')
  const percent = usePercent()
  const totals = useContentsLayers(handle).data?.totals
  if (totals === undefined || totals.wasted === 0) return null
  return (
    <button
      type="button"
      data-tip={t('wasteTip', { percent: percent(totals.wasted / totals.bytes) })}
      onClick={() => navigation.changeContents({ tab: 'waste' })}
      className="flex min-w-0 items-center gap-1 rounded-sm text-warn hover:underline"
    >
      <Recycle size={12} aria-hidden className="shrink-0" />
      <span className="clip">{t('wasteHint', { bytes: formatBytes(totals.wasted, i18n.language) })}</span>
    </button>
  )
}
