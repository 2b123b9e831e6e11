import type { OpenedImage } from '@shared/domain/contents'
import { FileDown, HardDriveUpload, Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { MenuButton, type MenuEntry } from '../../components'
import { holdsMore } from './platforms.logic'
import { useCopyImage } from './useCopyImage'

/** From where it is into a file or into the engine of now: the image alone, or with its index and all that it names. */
export function CopyImage({ image }: { readonly image: OpenedImage }) {
  const { t } = useTranslation('contents')
  const engine = useEngine().data
  const copy = useCopyImage()
  const state = engine?.state
  const store = state?.type === 'connected' ? state.engine.store : undefined
  const into = (what: 'Engine' | 'AllEngine'): string =>
    engine === undefined ? t(`action.copy${what}`) : t(`action.copy${what}To`, { name: engine.endpoint.name })
  const entries = (): readonly MenuEntry[] => [
    {
      type: 'item',
      label: t('action.copyFile'),
      icon: FileDown,
      onSelect: () => copy(image, 'file', 'image'),
    },
    ...(image.place === 'engine'
      ? []
      : [
          {
            type: 'item' as const,
            label: into('Engine'),
            icon: HardDriveUpload,
            disabled: store === undefined,
            onSelect: () => copy(image, 'engine', 'image'),
          },
        ]),
    ...(holdsMore(image, store) ? all() : []),
  ]
  const all = (): readonly MenuEntry[] => [
    { type: 'separator' },
    { type: 'heading', label: t('action.copyAllHeading') },
    {
      type: 'item',
      label: t('action.copyAllFile'),
      icon: FileDown,
      onSelect: () => copy(image, 'file', 'all'),
    },
    ...(image.place === 'engine'
      ? []
      : [
          {
            type: 'item' as const,
            label: store === 'classic' ? t('action.copyAllClassic') : into('AllEngine'),
            icon: HardDriveUpload,
            disabled: store !== 'containerd',
            onSelect: () => copy(image, 'engine', 'all'),
          },
        ]),
  ]
  return (
    <MenuButton size="small" icon={Send} menuLabel={t('action.copyMenu')} entries={entries}>
      {t('action.copy')}
    </MenuButton>
  )
}
