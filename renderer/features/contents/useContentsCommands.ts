import type { OpenedImage, TreeMode } from '@shared/domain/contents'
import type { TFunction } from 'i18next'
import {
  FileDown,
  FolderTree,
  GitCompareArrows,
  Layers,
  ListChevronsDownUp,
  ListChevronsUpDown,
  type LucideIcon,
  X,
} from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useEngine } from '../../api'
import { type ContentsPlace, type ContentsTab, compareSides, navigation } from '../frame'
import { type Command, useCommands } from '../palette'
import { withAll } from './files/tree.logic'
import { treeStates } from './files/treeState'
import { holdsMore } from './platforms.logic'
import { useCopyImage } from './useCopyImage'

const tabs: readonly ContentsTab[] = ['files', 'waste', 'dockerfile', 'about']

/** What is shown of the files, and with which folders open. */
function treeCommands(t: TFunction<'contents'>, imageId: string): readonly Command[] {
  const command = (id: string, title: string, icon: LucideIcon, run: () => void): Command => ({
    id: `contents.tree.${id}`,
    title,
    group: t('commands'),
    icon,
    run,
  })
  const show = (mode: TreeMode) => () => navigation.changeContents({ tab: 'files', mode })
  const open = (isOpen: boolean) => () => treeStates.change(imageId, (now) => withAll(now, isOpen))
  return [
    command('stack', t('tree.stack'), Layers, show('stack')),
    command('changes', t('tree.changes'), Layers, show('changes')),
    command('openAll', t('tree.openAll'), ListChevronsUpDown, open(true)),
    command('closeAll', t('tree.closeAll'), ListChevronsDownUp, open(false)),
  ]
}

/** The buttons of the page, for the palette. */
export function useContentsCommands(image: OpenedImage | undefined, { place, choice }: ContentsPlace): void {
  const { t } = useTranslation('contents')
  const copy = useCopyImage()
  const state = useEngine().data?.state
  const store = state?.type === 'connected' ? state.engine.store : undefined
  const commands = useMemo((): readonly Command[] => {
    if (image === undefined) return []
    const group = t('commands')
    return [
      ...tabs.map(
        (tab): Command => ({
          id: `contents.${tab}`,
          title: t(`tabs.${tab}`),
          group,
          icon: FolderTree,
          run: () => navigation.changeContents({ tab }),
        }),
      ),
      {
        id: 'contents.copyFile',
        title: `${t('action.copyMenu')}: ${t('action.copyFile')}`,
        group,
        icon: FileDown,
        run: () => copy(image, 'file', 'image'),
      },
      ...(holdsMore(image, store)
        ? [
            {
              id: 'contents.copyAll',
              title: `${t('action.copyMenu')}: ${t('action.copyAllFile')}`,
              group,
              icon: FileDown,
              run: () => copy(image, 'file', 'all'),
            },
          ]
        : []),
      ...(image.reading.type === 'ready' ? treeCommands(t, image.id) : []),
      {
        id: 'contents.compare',
        title: t('action.compare'),
        group,
        icon: GitCompareArrows,
        run: () =>
          compareSides.open({ place, name: image.name, ...(choice === undefined ? {} : { choice }) }),
      },
      { id: 'contents.close', title: t('close'), group, icon: X, run: navigation.closeContents },
    ]
    // oxlint-disable-next-line react/exhaustive-deps -- copy holds no state of its own
  }, [t, image, place, choice, store])
  useCommands('contents', commands)
}
