import { breakCommand } from '@shared/breakCommand'
import { shortId } from '@shared/domain/digest'
import type { ImageLayer, ImageLayers } from '@shared/domain/imageLayers'
import { FolderTree, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import {
  Button,
  Bytes,
  CopyButton,
  Fact,
  Facts,
  IconButton,
  Mono,
  RelativeTime,
  Untrusted,
} from '../../../components'
import { navigation } from '../../frame'
import { readInstruction } from '../history/instruction.logic'
import { LinkButton } from '../LinkButton'
import { cutCharacters } from '../overview/overview.logic'
import { Remark } from '../overview/Section'
import { sharersOf } from './layers.logic'

type Props = {
  readonly imageId: string
  readonly layer: ImageLayer
  readonly stack: ImageLayers
  readonly onOpenImage: (imageId: string) => void
}

/** All of one layer: what made it, what it takes, who has it too. */
export function LayerDetail(props: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation('layers')
  const { layer, stack, onClose } = props
  return (
    <section
      aria-label={t('detail.title')}
      className="max-h-[50%] shrink-0 overflow-auto border-t border-line bg-raised px-3 pt-1.5 pb-3"
    >
      <div className="sticky top-0 flex items-center gap-1 bg-raised pb-1">
        <h4 className="m-0 font-semibold">
          {t('detail.heading', { number: layer.index + 1, total: stack.layerCount })}
        </h4>
        <span className="flex-1" />
        <Button
          size="small"
          icon={FolderTree}
          onClick={() =>
            navigation.openContents({
              place: { type: 'engine', image: props.imageId },
              layer: layer.index,
              mode: 'changes',
            })
          }
        >
          {t('detail.files')}
        </Button>
        <IconButton size="small" icon={X} label={t('detail.close')} onClick={onClose} />
      </div>
      <InstructionBlock layer={layer} />
      <Facts>
        <Fact label={t('detail.bytes')}>
          <SizeWords layer={layer} stack={stack} />
        </Fact>
        {stack.base === undefined ? null : (
          <Fact label={t('detail.part')}>{t(layer.isBase ? 'detail.base' : 'detail.own')}</Fact>
        )}
        <Fact label={t('detail.sharedWith')}>
          <Sharers {...props} />
        </Fact>
        {layer.step?.created === undefined ? null : (
          <Fact label={t('detail.created')}>
            <RelativeTime ms={layer.step.created} />
          </Fact>
        )}
        <Fact label={t('detail.diffId')}>
          <Digest text={layer.diffId} label={t('detail.copyDiffId')} />
        </Fact>
        <Fact label={t('detail.chainId')}>
          <Digest text={layer.chainId} label={t('detail.copyChainId')} />
        </Fact>
      </Facts>
    </section>
  )
}

function InstructionBlock({ layer }: { readonly layer: ImageLayer }) {
  const { t } = useTranslation('layers')
  const { t: details } = useTranslation('details')
  const { step } = layer
  if (step === undefined || step.createdBy.length === 0)
    return <p className="m-0 mb-2 text-muted italic">{t('noInstruction')}</p>
  const { keyword, rest } = readInstruction(step.createdBy.text)
  const text = [keyword, breakCommand(rest)].filter(Boolean).join(' ')
  const cutOff = cutCharacters(step.createdBy)
  return (
    <>
      <div className="mb-2 flex items-start gap-1 rounded-md border border-line bg-inset py-0.5 pr-0.5 pl-2">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
          tabIndex={0}
          aria-label={t('detail.instruction')}
          className="m-0 max-h-32 min-w-0 flex-1 overflow-auto py-1 font-mono text-sm leading-4 whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          <Untrusted text={text} lines />
        </pre>
        <CopyButton text={text} label={t('detail.copy')} />
      </div>
      {cutOff > 0 ? (
        <p className="m-0 mb-2 text-sm text-warn">{details('value.cut', { count: cutOff })}</p>
      ) : null}
    </>
  )
}

function SizeWords({ layer, stack }: { readonly layer: ImageLayer; readonly stack: ImageLayers }) {
  const { t, i18n } = useTranslation('layers')
  const { bytes } = layer
  if (bytes === undefined) return <span className="text-muted">{t('detail.bytesUnknown')}</span>
  const all = stack.totals.layers ?? 0
  const percent = (bytes / Math.max(1, all)).toLocaleString(i18n.language, {
    style: 'percent',
    maximumSignificantDigits: 2,
  })
  return (
    <>
      <Bytes value={bytes} /> <span className="text-muted">{t('detail.unpacked')}</span>
      {all > 0 ? <span className="text-muted"> · {t('detail.share', { percent })}</span> : null}
    </>
  )
}

function Sharers({ layer, stack, onOpenImage }: Props) {
  const { t } = useTranslation('layers')
  const named = sharersOf(stack.sharing, layer.index)
  const more = layer.sharedBy - named.length
  if (layer.sharedBy === 0)
    return (
      <span className="text-muted">
        {t(stack.unread > 0 ? 'detail.sharedNoneSoFar' : 'detail.sharedNone')}
      </span>
    )
  return (
    <>
      <ul className="m-0 max-h-40 list-none overflow-auto p-0">
        {named.map(({ imageId, name }) => (
          <li key={imageId} className="flex min-w-0">
            <LinkButton onClick={() => onOpenImage(imageId)}>
              <Mono>{name ?? shortId(imageId)}</Mono>
            </LinkButton>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="m-0 text-muted">{t('detail.sharedMore', { count: more })}</p> : null}
      {stack.unread > 0 ? (
        <p className="m-0 text-sm text-warn">{t('unread', { count: stack.unread })}</p>
      ) : null}
      {stack.store === 'containerd' ? <Remark>{t('detail.sharedAlike')}</Remark> : null}
    </>
  )
}

function Digest({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <span className="flex items-start gap-0.5">
      <Mono>{text}</Mono>
      <CopyButton text={text} label={label} />
    </span>
  )
}
