import { FileCode, FolderOpen } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChooseSource } from './useChooseSource'

type BuildCommand = {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly icon: typeof FolderOpen
  readonly run: () => void
}

/** What a drop does, by keyboard: for the palette. */
export function useBuildCommands(): readonly BuildCommand[] {
  const { t } = useTranslation('builds')
  const choose = useChooseSource()
  return useMemo(
    () => [
      {
        id: 'build.folder',
        title: t('command.folder'),
        group: t('title'),
        icon: FolderOpen,
        run: () => choose('folder'),
      },
      {
        id: 'build.dockerfile',
        title: t('command.dockerfile'),
        group: t('title'),
        icon: FileCode,
        run: () => choose('dockerfile'),
      },
    ],
    [t, choose],
  )
}
