import type { ImageRow } from '@shared/domain/image'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type ImagesSnapshot, type Loaded, useEngine, useImages } from '../../api'
import { useErrorText } from '../../components'
import { type ListLines, useLines } from './groups/useLines'
import { createImageActions, type ImageActions } from './imageActions'
import { useVisibleImages, type VisibleImages } from './list/useVisibleImages'
import { useImagesView } from './viewState'

export type ImagesPageState = {
  readonly images: Loaded<ImagesSnapshot>
  readonly visible: VisibleImages
  readonly list: ListLines
  readonly actions: ImageActions
  /** What an action takes: the checked rows, else the row of the cursor. */
  readonly targets: readonly ImageRow[]
  readonly checked: readonly ImageRow[]
  readonly live: boolean
}

export function useImagesPage(): ImagesPageState {
  const { t } = useTranslation('images')
  const errorText = useErrorText()
  const images = useImages()
  const visible = useVisibleImages(images.data)
  const list = useLines(visible, images.data)
  const { selection } = useImagesView()
  const live = useEngine().data?.state.type === 'connected'
  const actions = useMemo(() => createImageActions(t, errorText), [t, errorText])
  const byId = images.data?.byId
  const checked = useMemo(
    () => (selection.checked.size === 0 ? [] : visible.rows.filter((row) => selection.checked.has(row.id))),
    [selection.checked, visible.rows],
  )
  const cursor = selection.cursor === undefined ? undefined : byId?.get(selection.cursor)
  const targets = useMemo(
    () => (checked.length > 0 ? checked : cursor === undefined ? [] : [cursor]),
    [checked, cursor],
  )
  return { images, visible, list, actions, targets, checked, live }
}
