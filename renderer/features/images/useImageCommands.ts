import {
  BrushCleaning,
  CloudDownload,
  CloudUpload,
  Copy,
  Eraser,
  FileDown,
  FolderTree,
  GitCompareArrows,
  ListX,
  Play,
  RotateCw,
  Save,
  Tag,
  Trash2,
} from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangeSettings, useSettings } from '../../api'
import { type Command, useCommands } from '../palette'
import type { ImagesPageState } from './useImagesPage'
import { imagesView } from './viewState'
import { useViews } from './views/useViews'

/** The buttons of the page, for the palette. */
export function useImageCommands({ actions, targets, visible, checked, live }: ImagesPageState): void {
  const { t } = useTranslation('images')
  const { showIntermediate } = useSettings()
  const { mutate } = useChangeSettings()
  const commands = useMemo((): readonly Command[] => {
    const group = t('commands')
    const none = targets.length === 0
    const [first] = targets
    const count = targets.length
    const named = { count: Math.max(1, count) }
    const list = checked.length > 0 ? checked : visible.rows
    return [
      {
        id: 'images.pull',
        title: t('action.pull'),
        group,
        icon: CloudDownload,
        disabled: !live,
        run: actions.pull,
      },
      {
        id: 'images.run',
        title: t('action.run'),
        group,
        icon: Play,
        disabled: !live || count !== 1,
        run: () => first !== undefined && actions.run(first),
      },
      {
        id: 'images.push',
        title: t('action.push'),
        group,
        icon: CloudUpload,
        disabled: !live || count !== 1,
        run: () => first !== undefined && actions.push(first),
      },
      {
        id: 'images.lookInside',
        title: t('action.lookInside'),
        group,
        icon: FolderTree,
        disabled: !live || count !== 1,
        run: () => first !== undefined && actions.lookInside(first),
      },
      {
        id: 'images.compare',
        title: t(count === 2 ? 'action.compareTwo' : 'action.compare'),
        group,
        icon: GitCompareArrows,
        disabled: !live || count < 1 || count > 2,
        run: () => actions.compare(targets),
      },
      {
        id: 'images.save',
        title: t('action.save', named),
        group,
        icon: Save,
        disabled: !live || none,
        run: () => actions.save(targets),
      },
      {
        id: 'images.tag',
        title: t('action.tag'),
        group,
        icon: Tag,
        shortcut: 'F2',
        disabled: !live || count !== 1,
        run: () => first !== undefined && actions.tag(first),
      },
      {
        id: 'images.remove',
        title: t('action.remove'),
        group,
        icon: Trash2,
        shortcut: 'Del',
        disabled: !live || none,
        run: () => actions.remove(targets),
      },
      {
        id: 'images.cleanUp',
        title: t('action.cleanUp'),
        group,
        icon: BrushCleaning,
        disabled: !live || none,
        run: () => actions.cleanUp(targets),
      },
      {
        id: 'images.prune',
        title: t('action.prune'),
        group,
        icon: Eraser,
        disabled: !live,
        run: actions.prune,
      },
      {
        id: 'images.copyReferences',
        title: t('copy.references', named),
        group,
        icon: Copy,
        shortcut: 'Ctrl+C',
        disabled: none,
        run: () => actions.copyReferences(targets),
      },
      {
        id: 'images.copyIds',
        title: t('copy.ids', named),
        group,
        icon: Copy,
        disabled: none,
        run: () => actions.copyIds(targets),
      },
      ...(['text', 'csv', 'json'] as const).flatMap((format): readonly Command[] => [
        {
          id: `images.copy.${format}`,
          title: t(`copy.${format}`),
          group,
          icon: Copy,
          run: () => actions.copyList(list, format),
        },
        {
          id: `images.save.${format}`,
          title: t(({ text: 'copy.saveText', csv: 'copy.saveCsv', json: 'copy.saveJson' } as const)[format]),
          group,
          icon: FileDown,
          run: () => actions.saveList(list, format),
        },
      ]),
      ...(['inUse', 'unused'] as const).map(
        (use): Command => ({
          id: `images.filter.${use}`,
          title: `${t('filter.add')}: ${t(`filter.${use}`)}`,
          group,
          run: () => imagesView.setFilters({ use }),
        }),
      ),
      {
        id: 'images.filter.dangling',
        title: `${t('filter.add')}: ${t('filter.dangling')}`,
        group,
        run: () => imagesView.setFilters({ naming: 'dangling' }),
      },
      {
        id: 'images.filter.clear',
        title: t('filter.clear'),
        group,
        icon: ListX,
        run: imagesView.clearFilters,
      },
      {
        id: 'images.intermediate',
        title: t('filter.intermediateTip'),
        group,
        run: () => mutate({ showIntermediate: !showIntermediate }),
      },
      {
        id: 'images.refresh',
        title: t('action.refresh'),
        group,
        icon: RotateCw,
        disabled: !live,
        run: actions.refresh,
      },
    ]
  }, [t, actions, targets, visible.rows, checked, live, mutate, showIntermediate])
  useCommands('images', commands)
  useCommands('images.views', useViews().commands)
}
