import type { ImageRow } from '@shared/domain/image'
import { Sparkles } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Loaded, useImages, type WholePlan } from '../../../api'
import { cx, EmptyState, Note, VirtualList } from '../../../components'
import type { CleanupDraft } from '../../frame'
import { nameList } from '../names.logic'
import { useNames } from '../useNames'
import { CacheLine, ContainerLine, ImageLine } from './PlanLine'
import { linesOf, type PlanLine } from './plan.logic'
import { usePlanWords } from './usePlanWords'

/** Every image that the rules fit, with what becomes of it; those that go first. */
export function PlanList(props: {
  readonly draft: CleanupDraft
  readonly plan: Loaded<WholePlan>
  readonly readable: boolean
}) {
  const { t } = useTranslation('cleanupPlan')
  const { draft, plan, readable } = props
  const { data } = plan
  const lines = useMemo(
    () =>
      data === undefined
        ? []
        : linesOf({ containers: data.plan.containers, items: data.items, cache: data.cache }),
    [data],
  )
  const rows = useImages().data?.rows
  const lost = useMemo(() => new Map((rows ?? []).map(({ id, was }) => [id, was] as const)), [rows])
  if (!readable) return <Centred text={t('fieldWrong')} />
  if (data === undefined) return plan.loading ? <Centred text={t('loading')} /> : <div className="flex-1" />
  if (lines.length === 0) return <NothingFits draft={draft} rows={rows ?? []} />
  return (
    <div
      aria-busy={plan.refreshing}
      className={cx('flex min-h-0 flex-1 flex-col', plan.refreshing && 'stale')}
    >
      <Missing names={data.plan.missing} />
      <VirtualList
        label={t('list')}
        count={lines.length}
        estimate={44}
        keyOf={(index) => keyOf(lines[index])}
        className="pb-2"
      >
        {(index) => {
          const line = lines[index]
          return line === undefined ? null : <Line line={line} draft={draft} lost={lost} />
        }}
      </VirtualList>
    </div>
  )
}

function keyOf(line: PlanLine | undefined): string {
  switch (line?.type) {
    case 'heading':
      return line.section
    case 'image':
      return line.item.imageId
    case 'cache':
      return `record ${line.item.id}`
    case 'container':
      return `container ${line.container.id}`
    default:
      return ''
  }
}

type Lost = ReadonlyMap<string, ImageRow['was']>

function Line({
  line,
  draft,
  lost,
}: {
  readonly line: PlanLine
  readonly draft: CleanupDraft
  readonly lost: Lost
}) {
  const { t } = useTranslation('cleanupPlan')
  switch (line.type) {
    case 'heading':
      return (
        <h3 className="m-0 border-b border-line px-3 pt-3 pb-1 text-sm font-semibold text-muted">
          {t(`section.${line.section}`, { count: line.count })}
          <span className="ml-1.5 font-normal tabular-nums">{line.count}</span>
        </h3>
      )
    case 'image':
      return <ImageLine item={line.item} draft={draft} was={lost.get(line.item.imageId)} />
    case 'cache':
      return <CacheLine item={line.item} draft={draft} />
    case 'container':
      return <ContainerLine container={line.container} />
  }
}

function Centred({ text }: { readonly text: string }) {
  return (
    <p role="status" className="m-0 flex-1 p-8 text-center text-muted">
      {text}
    </p>
  )
}

function Missing({ names: missing }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('cleanupPlan')
  const names = useNames()
  if (missing.length === 0) return null
  return (
    <div className="border-b border-line px-3 py-2">
      <Note>{t('missing', names(nameList(missing)))}</Note>
    </div>
  )
}

function NothingFits(props: { readonly draft: CleanupDraft; readonly rows: readonly ImageRow[] }) {
  const { t } = useTranslation('cleanupPlan')
  const words = usePlanWords()
  const { draft, rows } = props
  const longest = draft.rules.unusedForDays.on && draft.which !== 'none' ? longestUnused(rows) : undefined
  const nothingAsked = draft.which === 'none' && !draft.cache.on
  const isPlainDangling = draft.which === 'dangling' && !Object.values(draft.rules).some(isOn)
  const text = nothingAsked ? 'none' : isPlainDangling ? 'dangling' : 'other'
  return (
    <div className="min-h-0 flex-1">
      <EmptyState
        icon={Sparkles}
        title={t('emptyTitle')}
        text={
          <>
            {t(`emptyText.${text}`)}
            {longest === undefined ? null : <p>{t('emptyText.watched', { when: words.ago(longest) })}</p>}
          </>
        }
      />
    </div>
  )
}

/** Since when the image that is unused longest is known to be unused, ms. */
function longestUnused(rows: readonly ImageRow[]): number | undefined {
  return rows.reduce<number | undefined>((oldest, { ledger }) => {
    const since = ledger?.unusedSince
    return since === undefined || (oldest !== undefined && oldest <= since) ? oldest : since
  }, undefined)
}

function isOn(rule: unknown): boolean {
  return typeof rule === 'object' && rule !== null && 'on' in rule && rule.on === true
}
