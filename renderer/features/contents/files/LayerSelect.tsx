import type { LayersView } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { Select } from '../../../components'
import { useLayerWords } from './useLayerWords'

/** The stack where there is no room for it. */
export function LayerSelect(props: {
  readonly view: LayersView
  readonly chosen: number
  readonly onChoose: (layer: number) => void
}) {
  const { t } = useTranslation('contents')
  const words = useLayerWords()
  const { view, chosen, onChoose } = props
  const options = view.layers.toReversed().map((layer) => ({
    value: String(layer.position),
    label: `${layer.position + 1} · ${words.size(layer.bytes)} · ${words.instruction(layer.instruction)}`,
  }))
  return (
    <div className="shrink-0 px-2 pt-2">
      <Select
        label={t('layer.choose')}
        labelHidden
        value={String(chosen)}
        options={options}
        onChange={(layer) => onChoose(Number(layer))}
      />
    </div>
  )
}
