import { useQuery } from '@tanstack/react-query'
import { FolderInput } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap } from '../../api'
import { Button } from '../../components'
import { dialogs } from '../frame'

/** An archive that is looked into can be loaded as well; a folder can't. The dialog says what that does to names. */
export function LoadIntoEngine({ grant }: { readonly grant: string }) {
  const { t } = useTranslation('openings')
  const file = useQuery({
    queryKey: ['grant', grant],
    queryFn: () => unwrap(strata().files.describe({ grant })),
  }).data
  if (file?.kind !== 'file') return null
  return (
    <Button
      size="small"
      icon={FolderInput}
      tip={t('loadTip')}
      onClick={() => dialogs.open({ type: 'load', file, intent: 'load' })}
    >
      {t('load')}
    </Button>
  )
}
