import type { LayersView, OpenedImage, TreeMode, TreeRow } from '@shared/domain/contents'
import { Layers } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useContentsLayers } from '../../../api'
import { createStore, EmptyState, ErrorState, SplitPane } from '../../../components'
import { FilesAndViewer } from './FilesAndViewer'
import { LayerFacts } from './LayerFacts'
import { LayerList } from './LayerList'
import { LayerSelect } from './LayerSelect'
import type { NearLayer } from './useReadyLayers'

const firstWidth = 320

type Props = {
  readonly image: OpenedImage
  /** Position of the layer; the top one when nothing was chosen. */
  readonly chosen: number | undefined
  readonly onChoose: (layer: number) => void
  readonly mode: TreeMode
  readonly onMode: (mode: TreeMode) => void
  /** In a panel: the layers as a list to choose from, and only names and sizes. */
  readonly narrow?: boolean
}

/** The stack beside the files that it makes. */
export function FilesView(props: Props) {
  const { t } = useTranslation('contents')
  const { data, error, retry } = useContentsLayers(props.image.handle)
  if (data === undefined)
    return error === undefined || error.code === 'CONTENTS_GONE' ? (
      <p className="m-0 p-3 text-muted">{t('stack.loading')}</p>
    ) : (
      <ErrorState error={error} onRetry={retry} />
    )
  if (data.layers.length === 0)
    return <EmptyState icon={Layers} title={t('stack.none')} text={t('stack.noneText')} />
  return <ReadFiles {...props} view={data} />
}

function ReadFiles({ view, ...props }: Props & { readonly view: LayersView }) {
  const { image, onChoose, narrow = false } = props
  const [width, setWidth] = useState(firstWidth)
  const [facts, setFacts] = useState(false)
  const [row, setRow] = useState<TreeRow>()
  const top = view.layers.length - 1
  const chosen = Math.max(0, Math.min(props.chosen ?? top, top))
  const [near] = useState((): NearLayer => createStore({}))
  const files = (
    <FilesAndViewer
      image={image}
      layer={chosen}
      mode={props.mode}
      onMode={props.onMode}
      narrow={narrow}
      row={row}
      onRow={setRow}
      onChooseLayer={onChoose}
      near={near}
    />
  )
  if (narrow)
    return (
      <div className="flex min-h-0 flex-1 flex-col">
        <LayerSelect view={view} chosen={chosen} onChoose={onChoose} />
        {files}
      </div>
    )
  return (
    <SplitPane
      at="left"
      width={width}
      onWidth={setWidth}
      minSide={220}
      minMain={450}
      side={
        <div className="flex min-h-0 flex-1 flex-col">
          <LayerList
            view={view}
            chosen={chosen}
            onChoose={onChoose}
            onNear={(layer) => near.set((now) => (now.layer === layer ? now : { layer }))}
          />
          <LayerFacts image={image} view={view} chosen={chosen} open={facts} onOpen={setFacts} />
        </div>
      }
      main={files}
    />
  )
}
