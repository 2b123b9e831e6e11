import { Archive, Cloud, FolderOpen, GitCompareArrows } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { dialogs, keysFor, navigation } from '../frame'
import type { Command } from '../palette'
import { useOpenImageFile } from './useOpenImageFile'

/** The ways into an image that need no engine, for the palette. */
export function useOpeningCommands(): readonly Command[] {
  const { t } = useTranslation('openings')
  const open = useOpenImageFile()
  return useMemo((): readonly Command[] => {
    const group = t('group')
    return [
      {
        id: 'open.archive',
        title: t('file'),
        group,
        icon: Archive,
        shortcut: keysFor('Shift+O'),
        run: () => open('archive'),
      },
      { id: 'open.layout', title: t('layout'), group, icon: FolderOpen, run: () => open('layout') },
      {
        id: 'open.registry',
        title: t('registry'),
        group,
        icon: Cloud,
        run: () => dialogs.open({ type: 'registryImage', to: 'contents' }),
      },
      {
        id: 'open.compare',
        title: t('compare'),
        group,
        icon: GitCompareArrows,
        run: () => navigation.goTo('compare'),
      },
    ]
  }, [t, open])
}
