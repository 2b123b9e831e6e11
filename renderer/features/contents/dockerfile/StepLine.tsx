import { breakCommand } from '@shared/breakCommand'
import type { DockerfileLine, LayersView } from '@shared/domain/contents'
import { useTranslation } from 'react-i18next'
import { Bytes, cx, formatBytes, Untrusted } from '../../../components'
import { barShare, baseSums, isGuess } from './dockerfile.logic'

/** More lines than these are folded until asked for. */
const shownRows = 6

const grid =
  'grid gap-x-3 px-4 grid-cols-[36px_minmax(0,1fr)_108px] @[720px]:grid-cols-[36px_minmax(0,1fr)_84px_148px]'

/** One instruction; leads to what its layer changes. */
export function StepLine(props: {
  readonly line: DockerfileLine
  readonly biggest: number
  readonly view: LayersView
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onShowLayer: (layer: number) => void
}) {
  const { line, view } = props
  return (
    <div
      className={cx(
        grid,
        'items-start border-b border-line/60 py-1 hover:bg-hover/60',
        line.isBase && view.base !== undefined && 'bg-raised',
      )}
    >
      <LayerNumber {...props} />
      <Text {...props} />
      <Files line={line} />
      <Size {...props} />
    </div>
  )
}

type Props = Parameters<typeof StepLine>[0]

function LayerNumber({ line, view, onShowLayer }: Props) {
  const { t, i18n } = useTranslation('dockerfile')
  const { layer } = line
  if (layer === undefined)
    return (
      <span className="text-right text-sm leading-5 text-faint" data-tip={t('step.noLayer')}>
        –
      </span>
    )
  const number = layer + 1
  return (
    <button
      type="button"
      aria-label={t('step.open', { number })}
      data-tip={t('step.layer', { number, total: view.layers.length })}
      onClick={() => onShowLayer(layer)}
      className="justify-self-end rounded-sm text-sm leading-5 text-accent hover:underline"
    >
      {number.toLocaleString(i18n.language)}
    </button>
  )
}

function Text({ line, isOpen, onToggle, onShowLayer }: Props) {
  const { t } = useTranslation('dockerfile')
  const { layer, instruction, createdBy, comment } = line
  const { text, length } = instruction.text
  const rows = breakCommand(text).split('\n')
  const isLong = rows.length > shownRows || text.length > 600
  const cut = length - text.length
  const open = layer === undefined ? undefined : (): void => onShowLayer(layer)
  return (
    <div className="min-w-0">
      {text.trim() === '' ? (
        <span className="text-faint italic">
          {comment === '' ? t('step.noInstruction') : <Untrusted text={comment} />}
        </span>
      ) : (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the number of its layer is the button
        // biome-ignore lint/a11y/noStaticElementInteractions: the number of its layer is the button
        <code
          onClick={selectsNothing(open)}
          data-selectable
          className={cx(
            'font-mono text-sm leading-5 whitespace-pre-wrap [overflow-wrap:anywhere]',
            isLong && !isOpen ? 'line-clamp-6' : 'block',
            layer === undefined && 'text-muted',
          )}
        >
          <Instruction text={rows.join('\n')} keyword={instruction.keyword} />
        </code>
      )}
      {isLong ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="rounded-sm text-sm text-accent hover:underline"
        >
          {t(isOpen ? 'step.less' : 'step.whole')}
        </button>
      ) : null}
      {isOpen && cut > 0 ? <p className="m-0 text-sm text-warn">{t('step.cut', { count: cut })}</p> : null}
      {isOpen && createdBy.text !== text ? (
        <p className="m-0 text-sm text-muted [overflow-wrap:anywhere]" data-selectable>
          {t('step.recorded')}:{' '}
          <code className="font-mono">
            <Untrusted text={createdBy.text} />
          </code>
        </p>
      ) : null}
    </div>
  )
}

/** A click that ends the selecting of text means the text. */
function selectsNothing(then: (() => void) | undefined): (() => void) | undefined {
  return then === undefined
    ? undefined
    : () => {
        if ((document.getSelection()?.toString() ?? '') === '') then()
      }
}

function Instruction({ text, keyword }: { readonly text: string; readonly keyword: string }) {
  if (keyword === '' || !text.startsWith(keyword)) return <Untrusted text={text} lines />
  return (
    <>
      <span className="font-semibold">{keyword}</span>
      <Untrusted text={text.slice(keyword.length)} lines />
    </>
  )
}

function Files({ line }: { readonly line: DockerfileLine }) {
  const { t } = useTranslation('dockerfile')
  return (
    <span className="hidden text-right text-sm leading-5 whitespace-nowrap text-muted @[720px]:block">
      {line.layer === undefined ? null : t('step.files', { count: line.files })}
    </span>
  )
}

function Size({ line, biggest, view }: Props) {
  const { t, i18n } = useTranslation('dockerfile')
  const { bytes, layer } = line
  const total = view.totals.bytes
  if (layer === undefined)
    return <span className="text-right text-sm leading-5 text-faint">{t('step.empty')}</span>
  const percent = (total === 0 ? 0 : bytes / total).toLocaleString(i18n.language, {
    style: 'percent',
    maximumSignificantDigits: 2,
  })
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="flex h-1.5 flex-1 justify-end" data-tip={t('step.shareTip', { percent })}>
        {bytes > 0 ? (
          <span
            className={cx(
              'h-full min-w-px rounded-[1px]',
              line.isBase && view.base !== undefined ? 'bg-cat-10' : 'bg-cat-2',
            )}
            style={{ width: `${barShare(bytes, biggest) * 100}%` }}
          />
        ) : null}
      </span>
      <span className="w-16 text-right">
        <Bytes value={bytes} />
      </span>
    </span>
  )
}

/** What came with the base above, what is the image's own below, each with its bytes. */
export function BaseEnds({ view }: { readonly view: LayersView }) {
  const { t, i18n } = useTranslation('dockerfile')
  const { base } = view
  if (base === undefined) return null
  const sums = baseSums(view)
  const guess = isGuess(base) || base.name === undefined
  return (
    <div className="flex items-center gap-3 border-y border-line-strong/60 bg-inset px-4 py-1 text-sm">
      <span className="font-semibold">{t(guess ? 'base.lineGuess' : 'base.line')}</span>
      <span className="flex-1" />
      <span className="whitespace-nowrap text-muted">
        {t('base.above', { bytes: formatBytes(sums.base, i18n.language) })}
      </span>
      <span className="whitespace-nowrap text-muted">
        {t('base.own', { bytes: formatBytes(sums.own, i18n.language) })}
      </span>
    </div>
  )
}
