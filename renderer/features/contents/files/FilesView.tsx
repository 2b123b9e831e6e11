import type { OpenedImage } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { useContentsLayers } from '../../../api'
import { ErrorState } from '../../../components'
import { LayerList } from './LayerList'

/** The stack beside the files that it makes. */
export function FilesView(props: {
  readonly image: OpenedImage
  /** Position of the layer; the top one when nothing was chosen. */
  readonly chosen: number | undefined
  readonly onChoose: (layer: number) => void
}) {
  const { t } = useTranslation('contents')
  const { image, onChoose } = props
  const { data, error, retry } = useContentsLayers(image.handle)
  if (data === undefined)
    return error === undefined ? (
      <p className="m-0 p-3 text-muted">{t('stack.loading')}</p>
    ) : (
      <ErrorState error={error} onRetry={retry} />
    )
  const chosen = Math.min(props.chosen ?? data.layers.length - 1, data.layers.length - 1)
  return <LayerList view={data} chosen={chosen} onChoose={onChoose} />
}
