import type { EmptyStep, ImageLayer } from '@shared/domain/imageLayers'
import { cut, harmless } from '@shared/text'
import { Copy } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, formatBytes, Untrusted } from '../../../components'
import { oneLine, readInstruction } from '../history/instruction.logic'
import { Slab } from './Slab'

/** Characters that a row can show, and that a screen reader is given. */
const rowCharacters = 400
const spokenCharacters = 160
const lineHeight = 16

const columns = 'grid grid-cols-[56px_minmax(0,1fr)_auto_62px] gap-x-2 px-3'

export function LayerRow(props: {
  readonly id: string
  readonly layer: ImageLayer
  /** px */
  readonly height: number
  readonly layerCount: number
  readonly selected: boolean
  readonly onChoose: (index: number) => void
}) {
  const { t } = useTranslation('layers')
  const { id, layer, height, selected, onChoose } = props
  const { index, bytes, sharedBy } = layer
  const spoken = useSpoken(layer, props.layerCount)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus
    <div
      id={id}
      role="option"
      aria-selected={selected}
      aria-label={spoken}
      data-layer={index}
      data-tip={spoken}
      onClick={() => onChoose(index)}
      style={{ height }}
      className={cx(columns, 'scroll-mt-6 items-stretch hover:bg-hover/60 aria-selected:bg-selected')}
    >
      <span className="block py-px">
        <Slab part={layer.isBase ? 'base' : 'own'} shared={sharedBy > 0} known={bytes !== undefined} />
      </span>
      <InstructionText layer={layer} lines={Math.max(1, Math.floor((height - 10) / lineHeight))} />
      <span className="flex items-start pt-1.5 text-sm leading-4 text-muted">
        {sharedBy === 0 ? null : (
          <span className="flex items-center gap-1">
            <Copy size={12} aria-hidden />
            {sharedBy}
          </span>
        )}
      </span>
      <span className="pt-1.5 text-right leading-4">
        {bytes === undefined ? (
          <span className="text-sm text-muted">{t('bytesUnknown')}</span>
        ) : (
          <Bytes value={bytes} />
        )}
      </span>
    </div>
  )
}

/** As many lines as the slab is high. */
function InstructionText({ layer, lines }: { readonly layer: ImageLayer; readonly lines: number }) {
  const { t } = useTranslation('layers')
  const { keyword, rest } = readInstruction(layer.step?.createdBy.text ?? '')
  const text = oneLine(cut(rest, rowCharacters))
  return (
    <code
      className="my-1.5 [display:-webkit-box] self-start overflow-hidden font-mono text-sm leading-4 [-webkit-box-orient:vertical] [overflow-wrap:anywhere]"
      style={{ WebkitLineClamp: lines }}
    >
      {keyword === undefined ? null : <span className="font-semibold">{keyword} </span>}
      {text === '' && keyword === undefined ? (
        <span className="font-sans text-muted italic">{t('noInstruction')}</span>
      ) : (
        <Untrusted text={text} />
      )}
    </code>
  )
}

function useSpoken(layer: ImageLayer, total: number): string {
  const { t, i18n } = useTranslation('layers')
  const { index, bytes, sharedBy, step } = layer
  const instruction = harmless(cut(oneLine(step?.createdBy.text ?? ''), spokenCharacters))
  return t('option', {
    number: index + 1,
    total,
    bytes: bytes === undefined ? t('bytesUnknown') : formatBytes(bytes, i18n.language),
    shared: sharedBy === 0 ? t('notShared') : t('shared', { count: sharedBy }),
    instruction: instruction === '' ? t('noInstruction') : instruction,
  })
}

/** Settings only: nothing of it is on the disk. */
export function EmptyRow({ step, height }: { readonly step: EmptyStep; readonly height: number }) {
  const { t } = useTranslation('layers')
  const { keyword, rest } = readInstruction(step.createdBy.text)
  const text = oneLine(cut(rest, rowCharacters))
  const instruction = harmless(cut([keyword, text].filter(Boolean).join(' '), spokenCharacters))
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: it can't be chosen
    <div
      role="option"
      aria-selected={false}
      aria-disabled
      aria-label={t('emptyStep', { instruction })}
      style={{ height }}
      className={cx(columns, 'items-center text-muted')}
    >
      <span className="block border-t border-dashed border-line-strong" />
      <code className="clip col-span-3 font-mono text-sm leading-4">
        {keyword === undefined ? null : <span className="font-semibold">{keyword} </span>}
        <Untrusted text={text} />
      </code>
    </div>
  )
}
