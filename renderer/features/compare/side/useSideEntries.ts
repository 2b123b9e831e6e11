import type { OpenedImage } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { Archive, Cloud, FolderOpen, Server } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { errorOf, openedHere } from '../../../api'
import { type MenuEntry, showToast, useErrorText } from '../../../components'
import { chooseImageFile, compareSides, dialogs, type SideName } from '../../frame'

const mostOpened = 20

/** Every place that an image can come from. */
export function useSideEntries(side: SideName): () => readonly MenuEntry[] {
  const { t } = useTranslation('compare')
  const errorText = useErrorText()
  const choose = (kind: 'archive' | 'layout'): void =>
    void chooseImageFile(kind).then(
      (file) =>
        file !== undefined &&
        compareSides.put(side, { place: { type: 'file', grant: file.grant }, name: file.name }),
      (cause: unknown) => showToast({ text: errorText(errorOf(cause)).sentence, tone: 'danger' }),
    )
  return () => {
    const opened = openedHere().slice(0, mostOpened)
    return [
      {
        type: 'item',
        label: t('from.engine'),
        icon: Server,
        onSelect: () => dialogs.open({ type: 'engineImage', side }),
      },
      { type: 'item', label: t('from.archive'), icon: Archive, onSelect: () => choose('archive') },
      { type: 'item', label: t('from.layout'), icon: FolderOpen, onSelect: () => choose('layout') },
      {
        type: 'item',
        label: t('from.registry'),
        icon: Cloud,
        onSelect: () => dialogs.open({ type: 'registryImage', to: side }),
      },
      ...(opened.length === 0
        ? []
        : [{ type: 'separator' } as const, { type: 'heading', label: t('from.open') } as const]),
      ...opened.map(
        ({ image, asked }): MenuEntry => ({
          type: 'item',
          label: openedLabel(image),
          onSelect: () => compareSides.put(side, { ...asked, name: image.name }),
        }),
      ),
    ]
  }
}

function openedLabel({ name, platform }: OpenedImage): string {
  return [harmless(name), ...(platform === undefined ? [] : [harmless(platform)])].join(' · ')
}
