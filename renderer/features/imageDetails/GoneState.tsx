import { ImageOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components'

/** The image was removed elsewhere while it was looked at. */
export function GoneState({ known, onClose }: { readonly known: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('details')
  return (
    <div role="alert" className="mx-3 mb-2 flex items-start gap-2 rounded-md bg-warn-soft px-2.5 py-2">
      <ImageOff size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0 flex-1">
        <p className="m-0 font-semibold">{t('panel.gone.title')}</p>
        <p className="m-0 text-muted">{known ? t('panel.gone.text') : t('panel.gone.textUnknown')}</p>
      </div>
      <Button size="small" onClick={onClose}>
        {t('panel.gone.close')}
      </Button>
    </div>
  )
}
