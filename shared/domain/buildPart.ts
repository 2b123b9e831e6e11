import type { BuildStep, BuildView, DockerfileSpot, LogLine, StepLog } from './build'

/** What a page lacks of a view: steps that changed, and of their output the lines that it has not. */
export type BuildPart = Omit<BuildView, 'steps'> & {
  readonly revision: number
  /** Ids of all steps, in their order. */
  readonly order: readonly string[]
  readonly steps: readonly StepPart[]
  /** There is more than fits one message: ask again at once. */
  readonly more: boolean
  readonly ended: boolean
  /** Where in the Dockerfile it went wrong. */
  readonly spot?: DockerfileSpot
}

export type StepPart = Omit<BuildStep, 'log'> & {
  /** `from`: number of the first of `lines`, those that the cap dropped counted. */
  readonly log: { readonly from: number; readonly lines: readonly LogLine[]; readonly dropped: number }
}

/** How many lines of a step's output a page has, those that the cap dropped counted. */
export type HeldLines = { readonly step: string; readonly lines: number }

/** What a page has, as far as parts told it. */
export type HeldBuild = {
  readonly revision: number
  readonly view: BuildView
  readonly ended: boolean
  readonly spot?: DockerfileSpot
}

export function heldLines(view: BuildView): readonly HeldLines[] {
  return view.steps.flatMap(({ id, log }) => (linesOf(log) === 0 ? [] : [{ step: id, lines: linesOf(log) }]))
}

/** Lines ever written. */
export function linesOf({ lines, dropped }: Pick<StepLog, 'lines' | 'dropped'>): number {
  return dropped + lines.length
}

/** The view after one more part; the part must have been asked for with what `held` has. */
export function withPart(held: HeldBuild | undefined, part: BuildPart): HeldBuild {
  const { revision, order, steps: fresh, more: _more, ended, spot, ...rest } = part
  const steps = new Map(held?.view.steps.map((step) => [step.id, step]))
  for (const step of fresh) {
    steps.set(step.id, { ...step, log: withLines(steps.get(step.id)?.log, step.log) })
  }
  return {
    revision,
    ended,
    ...(spot === undefined ? {} : { spot }),
    view: { ...rest, steps: order.flatMap((id) => steps.get(id) ?? []) },
  }
}

function withLines(before: StepLog | undefined, { from, lines, dropped }: StepPart['log']): StepLog {
  const known = before ?? { lines: [], dropped: 0, chars: 0 }
  // What lies between the lines that are known and the new ones was dropped meanwhile.
  const kept = from > linesOf(known) ? [] : known.lines.slice(Math.max(0, dropped - known.dropped))
  const all = [...kept, ...lines]
  return { lines: all, dropped: Math.max(dropped, from - kept.length), chars: charsOf(all) }
}

export function charsOf(lines: readonly LogLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0)
}
