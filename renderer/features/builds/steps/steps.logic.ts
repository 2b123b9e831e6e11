import type { BuildStep, BuildView } from '@shared/domain/build'

export type BuildState = 'running' | 'succeeded' | 'failed' | 'cancelled'

/** Steps that nobody wrote: what the builder does by itself, and parts of a group, which Docker hides as well. */
export function isInternal({ name, group }: Pick<BuildStep, 'name' | 'group'>): boolean {
  return group !== undefined || /^\[(?:internal|auth)\]/.test(name)
}

/** What the list shows. An internal step that failed is never hidden. */
export type StepGroups = { readonly shown: readonly BuildStep[]; readonly hidden: readonly BuildStep[] }

export function groupSteps(steps: readonly BuildStep[], withInternal: boolean): StepGroups {
  const isHidden = (step: BuildStep): boolean => isInternal(step) && step.state !== 'failed'
  return {
    shown: withInternal ? steps : steps.filter((step) => !isHidden(step)),
    hidden: steps.filter(isHidden),
  }
}

/** When a build began and ended by the engine's clock, as far as its steps tell. ms since the epoch. */
export function spanOf({ steps }: Pick<BuildView, 'steps'>): {
  readonly first?: number
  readonly last?: number
} {
  let first: number | undefined
  let last: number | undefined
  for (const { started, completed } of steps) {
    if (started !== undefined) first = Math.min(first ?? started, started)
    const latest = completed ?? started
    if (latest !== undefined) last = Math.max(last ?? latest, latest)
  }
  return { ...(first === undefined ? {} : { first }), ...(last === undefined ? {} : { last }) }
}

/** Everything with a time in it that the engine has told: it is not ahead of the engine's own clock. */
export function latestStamp({ steps }: Pick<BuildView, 'steps'>): number | undefined {
  let latest: number | undefined
  for (const { started, completed, statuses } of steps) {
    for (const stamp of [started, completed])
      if (stamp !== undefined) latest = Math.max(latest ?? stamp, stamp)
    for (const status of statuses) {
      const stamp = status.completed ?? status.started
      if (stamp !== undefined) latest = Math.max(latest ?? stamp, stamp)
    }
  }
  return latest
}

/** Clocks nearer than this agree: ours is read once a second. */
const agreeMs = 1_500

/**
 * How far our clock is ahead of the engine's, in ms. Between two bounds: a stamp is not younger than the moment we saw
 * it (`lag`: the least that any stamp was old), and the first step did not begin before we asked. Clocks that may agree are
 * taken to agree: silence of a long step is no difference.
 */
export function clockOffset(bounds: {
  readonly lag: number
  readonly startedAt?: number
  readonly first?: number
}): number {
  const { lag, startedAt, first } = bounds
  const least = startedAt === undefined || first === undefined ? Number.NEGATIVE_INFINITY : startedAt - first
  const offset = Math.min(lag, Math.max(0, least))
  return Math.abs(offset) < agreeMs ? 0 : offset
}

/** Docker's words for how it ended; nothing while it waits or runs. */
export function endWord({ state }: Pick<BuildStep, 'state'>): string | undefined {
  if (state === 'waiting' || state === 'running') return undefined
  return state === 'failed' ? 'ERROR' : state === 'cancelled' ? 'CANCELED' : state.toUpperCase()
}

/** Seconds as Docker prints them: `0.3`, `10.8`, `75.3`. */
export function tenths(ms: number): string {
  return (Math.max(0, ms) / 1_000).toFixed(1)
}

/** `sha256:` and sixty-four digits say no more than the first twelve. */
export function shortenDigests(text: string): string {
  return text.replaceAll(/\bsha256:([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1')
}

export function countLines({ log }: Pick<BuildStep, 'log'>): number {
  return log.dropped + log.lines.length
}

/** There is something to open. */
export function hasMore(step: BuildStep): boolean {
  return countLines(step) > 0 || step.statuses.length > 0 || step.error !== undefined
}
