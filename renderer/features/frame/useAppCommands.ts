import {
  Activity,
  BrushCleaning,
  FileInput,
  FolderInput,
  FolderTree,
  GitCompareArrows,
  Hammer,
  HardDrive,
  Layers,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Search,
  Server,
  Settings,
  Sun,
} from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangeSettings } from '../../api'
import { dialogs } from './dialogs'
import { navigation } from './navigation'
import { openArchive } from './openArchive'
import { keysFor } from './platform'

type AppCommandItem = {
  readonly id: string
  readonly title: string
  readonly group: string
  readonly icon: typeof Layers
  readonly shortcut?: string
  readonly run: () => void
}

/** What the frame itself can do, for the palette. */
export function useAppCommands(): readonly AppCommandItem[] {
  const { t } = useTranslation('frame')
  const { t: engine } = useTranslation('engine')
  const { mutate } = useChangeSettings()
  return useMemo(() => {
    const go = t('group.go')
    const look = t('group.look')
    return [
      { id: 'go.images', title: t('images'), group: go, icon: Layers, run: () => navigation.goTo('images') },
      {
        id: 'go.contents',
        title: t('contents'),
        group: go,
        icon: FolderTree,
        run: () => navigation.goTo('contents'),
      },
      {
        id: 'go.compare',
        title: t('compare'),
        group: go,
        icon: GitCompareArrows,
        run: () => navigation.goTo('compare'),
      },
      { id: 'go.builds', title: t('builds'), group: go, icon: Hammer, run: () => navigation.goTo('builds') },
      { id: 'go.search', title: t('search'), group: go, icon: Search, run: () => navigation.goTo('search') },
      { id: 'go.disk', title: t('disk'), group: go, icon: HardDrive, run: () => navigation.goTo('disk') },
      {
        id: 'go.cleanup',
        title: t('cleanup'),
        group: go,
        icon: BrushCleaning,
        run: () => navigation.goTo('cleanup'),
      },
      {
        id: 'go.activity',
        title: t('activity'),
        group: go,
        icon: Activity,
        run: () => navigation.goTo('activity'),
      },
      {
        id: 'go.settings',
        title: t('settings'),
        group: go,
        icon: Settings,
        shortcut: keysFor(','),
        run: () => navigation.goTo('settings'),
      },
      {
        id: 'archive.load',
        title: t('loadFile'),
        group: t('group.files'),
        icon: FolderInput,
        shortcut: keysFor('O'),
        run: () => openArchive('load'),
      },
      {
        id: 'archive.import',
        title: t('importFile'),
        group: t('group.files'),
        icon: FileInput,
        run: () => openArchive('import'),
      },
      {
        id: 'engine.choose',
        title: engine('choose'),
        group: t('group.engine'),
        icon: Server,
        run: () => dialogs.open({ type: 'engines' }),
      },
      {
        id: 'theme.dark',
        title: t('theme.dark'),
        group: look,
        icon: Moon,
        run: () => mutate({ theme: 'dark' }),
      },
      {
        id: 'theme.light',
        title: t('theme.light'),
        group: look,
        icon: Sun,
        run: () => mutate({ theme: 'light' }),
      },
      {
        id: 'theme.system',
        title: t('theme.system'),
        group: look,
        icon: Monitor,
        run: () => mutate({ theme: 'system' }),
      },
      {
        id: 'density.compact',
        title: t('density.compact'),
        group: look,
        icon: Rows4,
        run: () => mutate({ density: 'compact' }),
      },
      {
        id: 'density.comfortable',
        title: t('density.comfortable'),
        group: look,
        icon: Rows3,
        run: () => mutate({ density: 'comfortable' }),
      },
    ]
  }, [t, engine, mutate])
}
