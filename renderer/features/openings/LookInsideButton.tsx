import { harmless } from '@shared/text'
import { FolderTree } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components'
import { navigation } from '../frame'

/** Looks into an image of a registry, without a pull. */
export function LookInsideButton({ reference }: { readonly reference: string }) {
  const { t } = useTranslation('openings')
  return (
    <Button
      size="small"
      icon={FolderTree}
      tip={t('lookInsideTip')}
      aria-label={t('lookInsideName', { name: harmless(reference) })}
      onClick={() => navigation.openContents({ place: { type: 'registry', reference } })}
    >
      {t('lookInside')}
    </Button>
  )
}
