import { useQuery } from '@tanstack/react-query'
import { FolderInput } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { strata, unwrap } from '../../api'
import { Button } from '../../components'
import { dialogs } from '../frame'

/** An archive that is looked into can be loaded as well; a folder can't. The dialog says what that does to names. */
export function LoadIntoEngine({
  grant,
  inHeader = false,
}: {
  readonly grant: string
  /** Small, and without its words where the window is narrow. */
  readonly inHeader?: boolean
}) {
  const { t } = useTranslation('openings')
  const file = useQuery({
    queryKey: ['grant', grant],
    queryFn: () => unwrap(strata().files.describe({ grant })),
  }).data
  if (file?.kind !== 'file') return null
  return (
    <Button
      size={inHeader ? 'small' : 'medium'}
      icon={FolderInput}
      tip={t('loadTip')}
      onClick={() => dialogs.open({ type: 'load', file, intent: 'load' })}
    >
      <span className={inHeader ? 'max-[1080px]:sr-only' : undefined}>{t('load')}</span>
    </Button>
  )
}
