import type { SavedImageView } from '@shared/domain/imageView'
import { imageGroupings } from '@shared/domain/imageView'
import { Bookmark, Group } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useChangeSettings, useSettings } from '../../../api'
import { type MenuEntry, showToast, visibleText } from '../../../components'
import { dialogs } from '../../frame'
import type { Command } from '../../palette'
import { chosenColumns } from '../list/columnChoice.logic'
import { imagesView, useImagesView } from '../viewState'
import { keptView, savedView, withoutView, withView } from './views.logic'

export type Views = {
  readonly entries: readonly MenuEntry[]
  readonly commands: readonly Command[]
}

/** Saved views and groupings, for the bar's menus and the palette. */
export function useViews(): Views {
  const { t } = useTranslation('images')
  const { imageViews, imageColumns } = useSettings()
  const { mutate } = useChangeSettings()
  return useMemo(() => {
    const columns = chosenColumns(imageColumns)
    const apply = (view: SavedImageView): void => {
      imagesView.apply(keptView(view))
      if (view.columns !== undefined) mutate({ imageColumns: view.columns })
    }
    const save = (): void => {
      const { name: _, ...view } = savedView('', imagesView.get(), columns)
      dialogs.open({ type: 'imageView', view })
    }
    const update = ({ name }: SavedImageView): void => {
      mutate({ imageViews: [...withView(imageViews, savedView(name, imagesView.get(), columns))] })
      showToast({ text: t('view.saved', { name: visibleText(name) }), tone: 'ok' })
    }
    const rename = ({ name, ...view }: SavedImageView): void =>
      dialogs.open({ type: 'imageView', view, old: name })
    const remove = ({ name }: SavedImageView): void => {
      mutate({ imageViews: [...withoutView(imageViews, name)] })
      showToast({ text: t('view.removed', { name: visibleText(name) }), tone: 'ok' })
    }
    const ofEach = (label: string, run: (view: SavedImageView) => void): MenuEntry => ({
      type: 'submenu',
      label,
      entries: imageViews.map((view) => ({
        type: 'item',
        label: visibleText(view.name),
        onSelect: () => run(view),
      })),
    })
    return {
      entries: [
        ...(imageViews.length === 0 ? [{ type: 'heading' as const, label: t('view.none') }] : []),
        ...imageViews.map(
          (view): MenuEntry => ({ type: 'item', label: visibleText(view.name), onSelect: () => apply(view) }),
        ),
        { type: 'separator' },
        { type: 'item', label: t('view.save'), onSelect: save },
        ...(imageViews.length === 0
          ? []
          : [
              ofEach(t('view.update'), update),
              ofEach(t('view.rename'), rename),
              ofEach(t('view.remove'), remove),
            ]),
      ],
      commands: [
        { id: 'images.view.save', title: t('view.save'), group: t('commands'), icon: Bookmark, run: save },
        ...imageViews.map(
          (view): Command => ({
            id: `images.view.${view.name}`,
            title: t('view.apply', { name: visibleText(view.name) }),
            group: t('commands'),
            icon: Bookmark,
            run: () => apply(view),
          }),
        ),
        ...imageGroupings.map(
          (grouping): Command => ({
            id: `images.group.${grouping}`,
            title: `${t('group.menu')}: ${t(`group.${grouping}`)}`,
            group: t('commands'),
            icon: Group,
            run: () => imagesView.setGrouping(grouping),
          }),
        ),
      ],
    }
  }, [t, imageViews, imageColumns, mutate])
}

/** The entries of the menu that groups the list. */
export function useGroupEntries(): readonly MenuEntry[] {
  const { t } = useTranslation('images')
  const { grouping } = useImagesView()
  return imageGroupings.map((candidate) => ({
    type: 'check',
    label: t(`group.${candidate}`),
    checked: candidate === grouping,
    onChange: () => imagesView.setGrouping(candidate),
  }))
}
