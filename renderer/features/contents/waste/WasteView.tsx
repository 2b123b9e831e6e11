import { useTranslation } from 'react-i18next'
import { useContentsLayers } from '../../../api'
import { formatBytes } from '../../../components'

/** What the layers store that nobody sees. */
export function WasteView({ handle }: { readonly handle: string }) {
  const { t, i18n } = useTranslation('contents')
  const totals = useContentsLayers(handle).data?.totals
  return totals === undefined ? null : (
    <p className="m-0 p-3">{t('stack.wasted', { bytes: formatBytes(totals.wasted, i18n.language) })}</p>
  )
}
