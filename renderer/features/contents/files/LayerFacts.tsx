import type { ContentLayer, LayersView, OpenedImage } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useImageLayers } from '../../../api'
import { CopyButton, formatBytes, Mono, Untrusted } from '../../../components'

const mostNames = 50

/** The chosen layer under the stack: one line, and all that is known of it on a click. */
export function LayerFacts(props: {
  readonly image: OpenedImage
  readonly view: LayersView
  readonly chosen: number
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}) {
  const { t } = useTranslation('contents')
  const { image, view, chosen, open, onOpen } = props
  const layer = view.layers[chosen]
  if (layer === undefined) return null
  const Chevron = open ? ChevronDown : ChevronUp
  return (
    <section
      aria-label={t('layer.title')}
      className="flex max-h-[50%] shrink-0 flex-col border-t border-line bg-raised"
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
        className="flex h-7 shrink-0 items-center gap-2 px-2 text-left -outline-offset-2 hover:bg-hover"
      >
        <span className="clip flex-1">
          {t('layer.heading', { number: chosen + 1, total: view.layers.length })}
        </span>
        <span className="sr-only">{t(open ? 'layer.hide' : 'layer.show')}</span>
        <Chevron size={14} aria-hidden className="shrink-0 text-muted" />
      </button>
      {open ? <Facts image={image} layer={layer} /> : null}
    </section>
  )
}

function Facts({ image, layer }: { readonly image: OpenedImage; readonly layer: ContentLayer }) {
  const { t, i18n } = useTranslation('contents')
  const size = (bytes: number): string => formatBytes(bytes, i18n.language)
  const text = layer.instruction?.text.text ?? ''
  return (
    <div className="flex min-h-0 flex-col gap-1.5 overflow-auto px-2 pb-2 text-sm" data-selectable>
      {text === '' ? null : (
        <div className="flex items-start gap-1 rounded-md border border-line bg-inset py-0.5 pr-0.5 pl-2">
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
            tabIndex={0}
            aria-label={t('layer.instruction')}
            className="m-0 max-h-28 min-w-0 flex-1 overflow-auto py-1 font-mono text-sm leading-4 whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            <Untrusted text={text} lines />
          </pre>
          <CopyButton text={text} label={t('layer.copyInstruction')} />
        </div>
      )}
      <p className="m-0">
        {t('layer.facts', { bytes: size(layer.bytes), count: layer.entries })}
        {layer.storedBytes === undefined
          ? null
          : ` · ${t('layer.storedAs', { bytes: size(layer.storedBytes) })}`}
      </p>
      {layer.wasted > 0 ? (
        <p className="m-0 text-warn">{t('layer.wasted', { bytes: size(layer.wasted) })}</p>
      ) : null}
      {layer.oddities > 0 ? (
        <p className="m-0 text-warn">{t('layer.oddities', { count: layer.oddities })}</p>
      ) : null}
      {layer.sharedBy > 0 && image.place === 'engine' ? <Sharers image={image} layer={layer} /> : null}
      <p className="m-0 flex items-center gap-1">
        <span className="text-muted">{t('layer.diffId')}</span> <Mono>{shortId(layer.diffId)}</Mono>
        <CopyButton text={layer.diffId} label={t('layer.copyDiffId')} />
      </p>
    </div>
  )
}

/** Names of those that have it on the same layers. */
function Sharers({ image, layer }: { readonly image: OpenedImage; readonly layer: ContentLayer }) {
  const { t } = useTranslation('contents')
  const sharing = useImageLayers(image.configDigest ?? image.id).data?.sharing ?? []
  const named = sharing.filter(({ layers }) => layers > layer.position).slice(0, mostNames)
  const more = layer.sharedBy - named.length
  return (
    <div>
      <p className="m-0 text-muted">{t('layer.sharedWith')}</p>
      <ul className="m-0 max-h-24 list-none overflow-auto p-0">
        {named.map(({ imageId, name }) => (
          <li key={imageId} className="clip">
            <Mono>{name ?? shortId(imageId)}</Mono>
          </li>
        ))}
        {more > 0 ? <li className="text-muted">{t('layer.sharedMore', { count: more })}</li> : null}
      </ul>
    </div>
  )
}
