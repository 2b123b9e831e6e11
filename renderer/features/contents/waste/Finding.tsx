import type { ContentLayer, WasteFinding } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { ChevronDown, ChevronRight, KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge, Bytes, CopyButton, cx, formatBytes, Untrusted } from '../../../components'
import { LayerLine } from './LayerLine'
import { exampleFor, instructionOf } from './waste.logic'

type Props = {
  readonly finding: WasteFinding
  readonly layers: readonly ContentLayer[] | undefined
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onShowNode: (node: number, layer: number) => void
  readonly onShowLayer: (layer: number) => void
}

/** One thing to change: what is stored for nothing, by which instructions, and the words that avoid it. */
export function Finding(props: Props) {
  const { t, i18n } = useTranslation('waste')
  const { finding, layers, onShowLayer } = props
  const {
    cause,
    bytes,
    files,
    isWaste,
    isPerRebuild = false,
    layer,
    byLayer,
    manifests = [],
    reasons = [],
  } = finding
  const isSecret = cause === 'secrets'
  const amount = t('findings.files', { count: files, bytes: formatBytes(bytes, i18n.language) })
  return (
    <article
      className={cx(
        'mx-4 mb-2 max-w-[980px] rounded-md border px-3 py-2',
        isSecret ? 'border-danger' : 'border-line',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {isSecret ? <KeyRound size={16} aria-hidden className="text-danger" /> : null}
        <h4 className="m-0 font-semibold">{t(`cause.${cause}`)}</h4>
        {isWaste ? null : (
          <Badge tip={t(isPerRebuild ? 'findings.rebuiltTip' : 'findings.notWasteTip')} tone="neutral">
            {t(isPerRebuild ? 'findings.rebuilt' : 'findings.notWaste')}
          </Badge>
        )}
        <span className="flex-1" />
        {isSecret ? null : (
          <span
            className="font-semibold"
            data-tip={t(isPerRebuild ? 'findings.perRebuildTip' : 'findings.savesTip')}
          >
            {t(isPerRebuild ? 'findings.perRebuildBytes' : 'findings.saves', {
              bytes: formatBytes(bytes, i18n.language),
            })}
          </span>
        )}
      </div>
      <p className="m-0 mt-0.5 text-muted">
        {t(isPerRebuild ? 'findings.perRebuild' : isWaste ? 'findings.waste' : 'findings.needless', {
          files: amount,
        })}
        {manifests.length === 0
          ? null
          : ` ${t('findings.perRebuildManifests', { names: manifests.map((path) => harmless(path)).join(', ') })}`}
      </p>
      <dl className="m-0 mt-1 grid grid-cols-[80px_minmax(0,1fr)] items-baseline gap-x-2 gap-y-0.5">
        {reasons.length === 0 ? null : (
          <>
            <dt className="text-sm text-muted">{t('reason.title')}</dt>
            <dd className="m-0">{reasons.map((reason) => t(`reason.${reason}`)).join('; ')}</dd>
          </>
        )}
        <LayerLine
          label={t('findings.storedBy')}
          position={layer}
          text={instructionOf(layers, layer)}
          onShow={onShowLayer}
        />
        {byLayer === undefined ? null : (
          <LayerLine
            label={t(isPerRebuild ? 'findings.afterCopy' : 'findings.hiddenBy')}
            position={byLayer}
            text={instructionOf(layers, byLayer)}
            onShow={onShowLayer}
          />
        )}
      </dl>
      <Change {...props} />
      <Examples {...props} />
    </article>
  )
}

function Change({ finding, layers }: Props) {
  const { t } = useTranslation('waste')
  const { advice, layer, byLayer } = finding
  const blamed = [byLayer, layer].flatMap((position) =>
    position === undefined ? [] : [instructionOf(layers, position) ?? ''],
  )
  const example = exampleFor(advice, blamed.join('\n'))
  return (
    <div className="mt-2 border-t border-line/60 pt-2 @[760px]:grid @[760px]:grid-cols-2 @[760px]:gap-4">
      <div>
        <p className="m-0 font-semibold">{t(`advice.${advice}.title`)}</p>
        <p className="m-0 text-muted">{t(`advice.${advice}.text`)}</p>
      </div>
      <figure className="m-0 mt-1.5 min-w-0 @[760px]:mt-0">
        <figcaption className="sr-only">{t('findings.example')}</figcaption>
        <div className="flex items-start gap-1 rounded-md border border-line bg-inset py-0.5 pr-0.5 pl-2">
          <pre className="m-0 min-w-0 flex-1 overflow-x-auto py-1 font-mono text-sm leading-4">{example}</pre>
          <CopyButton text={example} label={t('findings.copy')} />
        </div>
      </figure>
    </div>
  )
}

function Examples({ finding, isOpen, onToggle, onShowNode }: Props) {
  const { t } = useTranslation('waste')
  const { examples: paths, layer } = finding
  if (paths.length === 0) return null
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <div className="mt-1.5 text-sm">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="inline-flex items-center gap-1 rounded-sm text-muted hover:text-fg"
      >
        <Chevron size={14} aria-hidden />
        {t('findings.largest')}
      </button>
      {isOpen ? (
        <ul className="m-0 mt-0.5 list-none p-0">
          {paths.map(({ path, bytes, node }) => (
            <li key={node} className="flex items-baseline gap-3">
              <button
                type="button"
                onClick={() => onShowNode(node, layer)}
                className="min-w-0 flex-1 rounded-sm text-left font-mono text-sm text-accent [overflow-wrap:anywhere] hover:underline"
              >
                <Untrusted text={path} />
              </button>
              <Bytes value={bytes} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
