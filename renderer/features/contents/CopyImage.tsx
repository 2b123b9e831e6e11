import type { OpenedImage } from '@shared/domain/contents'
import { FileDown, HardDriveUpload, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { MenuButton, type MenuEntry } from '../../components'
import { useCopyImage } from './useCopyImage'

/** From where it is into a file or into the engine of now. */
export function CopyImage({ image }: { readonly image: OpenedImage }) {
  const { t } = useTranslation('contents')
  const engine = useEngine().data
  const copy = useCopyImage()
  const live = engine?.state.type === 'connected'
  const entries = (): readonly MenuEntry[] => [
    { type: 'item', label: t('action.copyFile'), icon: FileDown, onSelect: () => copy(image, 'file') },
    ...(image.place === 'engine'
      ? []
      : [
          {
            type: 'item' as const,
            label:
              engine === undefined
                ? t('action.copyEngine')
                : t('action.copyEngineTo', { name: engine.endpoint.name }),
            icon: HardDriveUpload,
            disabled: !live,
            onSelect: () => copy(image, 'engine'),
          },
        ]),
  ]
  return (
    <MenuButton size="small" icon={Send} menuLabel={t('action.copyMenu')} entries={entries}>
      {t('action.copy')}
    </MenuButton>
  )
}
