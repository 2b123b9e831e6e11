import { assertNever } from '../assertNever'
import { harmless } from '../text'
import type {
  BuildCounts,
  BuildEvent,
  BuilderKind,
  BuildFailure,
  BuildStep,
  BuildView,
  BuildWarning,
  LogLine,
  LogStream,
  StepLog,
  StepState,
  StepStatus,
} from './build'
import { emptyReader, flushLog, type LogReader, readLog } from './buildLog'

/** A build as far as its events tell. Opaque: `viewOf` shows it. */
export type BuildModel = {
  readonly builder: BuilderKind
  readonly steps: ReadonlyMap<string, Step>
  readonly warnings: readonly BuildWarning[]
  readonly warningsDropped: number
  readonly imageId?: string
  readonly failure?: BuildFailure
  readonly ended: boolean
}

type Step = Omit<BuildStep, 'state'> & { readonly cached: boolean; readonly readers: Readers }
type Readers = Readonly<Record<LogStream, LogReader>>

/** Lines and characters kept of one step, and characters of all. The newest stay: they say why it failed. */
export const maxStepLines = 5_000
export const maxStepChars = 1_000_000
export const maxBuildChars = 4_000_000
const maxStatuses = 500
const maxWarnings = 200

const emptyLog: StepLog = { lines: [], dropped: 0, chars: 0 }

export function newBuild(builder: BuilderKind): BuildModel {
  return { builder, steps: new Map(), warnings: [], warningsDropped: 0, ended: false }
}

/** The model after some more events. Costs what the touched steps cost, so give it events by the batch. */
export function applyBuildEvents(model: BuildModel, events: readonly BuildEvent[]): BuildModel {
  const steps = new Map(model.steps)
  const fresh = new Map<string, LogLine[]>()
  let next: Omit<BuildModel, 'steps'> = model
  for (const event of events) {
    switch (event.type) {
      case 'step':
        steps.set(event.id, withStep(steps.get(event.id), event, fresh))
        break
      case 'status':
        steps.set(event.stepId, withStatus(steps.get(event.stepId) ?? unknownStep(event.stepId), event))
        break
      case 'log':
        steps.set(event.stepId, withText(steps.get(event.stepId) ?? unknownStep(event.stepId), event, fresh))
        break
      case 'warning':
        next = withWarning(next, event.warning)
        break
      case 'image':
        next = { ...next, imageId: event.imageId }
        break
      case 'failed':
        next = { ...next, failure: failureOf(steps, event) }
        break
      default:
        assertNever(event)
    }
  }
  for (const [id, lines] of fresh) {
    const step = steps.get(id)
    if (step !== undefined) steps.set(id, { ...step, log: append(step.log, lines) })
  }
  return { ...next, steps: withinBudget(steps) }
}

/** Nothing more will come: output without a line end is shown, and what still ran did not finish. */
export function endBuild(model: BuildModel): BuildModel {
  const steps = new Map(model.steps)
  for (const [id, step] of steps) {
    const rest = flushed(step)
    if (rest.length > 0) steps.set(id, { ...step, readers: noReaders, log: append(step.log, rest) })
  }
  return { ...model, steps: withinBudget(steps), ended: true }
}

export function viewOf(model: BuildModel): BuildView {
  const order = orderOf(model.steps)
  const steps = [...model.steps.values()]
    .sort((a, b) => compare(order.get(a.id), order.get(b.id)))
    .map(
      ({ readers: _readers, cached, ...step }): BuildStep => ({
        ...step,
        state: stateOf(step, cached, model),
      }),
    )
  return {
    builder: model.builder,
    steps,
    warnings: model.warnings,
    warningsDropped: model.warningsDropped,
    ...(model.imageId === undefined ? {} : { imageId: model.imageId }),
    ...(model.failure === undefined ? {} : { failure: model.failure }),
    counts: countsOf(steps),
  }
}

type Order = { readonly began: number; readonly depth: number }

/** Never before what a step is made from: cached ones all "begin" in the same moment, last one first. */
function orderOf(steps: ReadonlyMap<string, Step>): ReadonlyMap<string, Order> {
  const orders = new Map<string, Order>()
  const visit = (step: Step): Order => {
    const known = orders.get(step.id)
    if (known !== undefined) return known
    // Held while its inputs are looked at, so that a circle ends.
    orders.set(step.id, { began: step.started ?? Number.POSITIVE_INFINITY, depth: 0 })
    const inputs = step.inputs.flatMap((id) => steps.get(id) ?? []).map(visit)
    // An input that was never needed never begins, and holds nothing up.
    const begun = inputs.map(({ began }) => began).filter(Number.isFinite)
    const order = {
      began: Math.max(step.started ?? Number.POSITIVE_INFINITY, ...begun),
      depth: Math.max(-1, ...inputs.map(({ depth }) => depth)) + 1,
    }
    orders.set(step.id, order)
    return order
  }
  for (const step of steps.values()) visit(step)
  return orders
}

function compare(a: Order | undefined, b: Order | undefined): number {
  if (a === undefined || b === undefined) return 0
  if (a.began !== b.began) return a.began < b.began ? -1 : 1
  return a.depth - b.depth
}

/** As in `[+] Building 10.8s (7/10)`: members of a group are not counted (buildx, displayInfo). */
function countsOf(steps: readonly BuildStep[]): BuildCounts {
  const counted = steps.filter(({ group }) => group === undefined)
  return {
    total: counted.length,
    completed: counted.filter(({ completed, error }) => completed !== undefined && error === undefined)
      .length,
    cached: counted.filter(({ state }) => state === 'cached').length,
  }
}

function stateOf(step: Omit<BuildStep, 'state'>, cached: boolean, model: BuildModel): StepState {
  if (model.failure?.stepId === step.id) return 'failed'
  if (step.error !== undefined) return /context canceled/i.test(step.error) ? 'cancelled' : 'failed'
  if (step.completed !== undefined) return cached ? 'cached' : 'done'
  if (model.ended) return 'cancelled'
  return step.started === undefined ? 'waiting' : 'running'
}

function unknownStep(id: string): Step {
  return { id, name: '', inputs: [], cached: false, statuses: [], log: emptyLog, readers: noReaders }
}

const noReaders: Readers = { stdout: emptyReader, stderr: emptyReader }

/** A step that begins again has no end any more, as in buildx; once cached it stays so. */
function withStep(
  known: Step | undefined,
  event: Extract<BuildEvent, { type: 'step' }>,
  fresh: Map<string, LogLine[]>,
): Step {
  const before = known ?? unknownStep(event.id)
  const { started: _s, completed: _c, error: _e, ...kept } = before
  const step: Step = {
    ...kept,
    name: event.name === '' ? before.name : harmless(event.name),
    inputs: event.inputs.length === 0 ? before.inputs : event.inputs,
    cached: before.cached || event.cached,
    ...(event.started === undefined ? startedOf(before) : { started: event.started }),
    ...(event.completed === undefined ? {} : { completed: event.completed }),
    ...(event.error === undefined ? {} : { error: harmless(event.error, { keepNewlines: true }) }),
    ...(event.group === undefined ? {} : { group: event.group }),
  }
  if (event.completed === undefined) return step
  const rest = flushed(step)
  if (rest.length === 0) return step
  linesOf(fresh, step.id).push(...rest)
  return { ...step, readers: noReaders }
}

function startedOf({ started }: Step): { readonly started?: number } {
  return started === undefined ? {} : { started }
}

function withStatus(step: Step, event: Extract<BuildEvent, { type: 'status' }>): Step {
  const { id, current, total, started, completed } = event
  const shown: StepStatus = {
    id,
    name: harmless(event.name),
    current,
    ...(total === undefined ? {} : { total }),
    ...(started === undefined ? {} : { started }),
    ...(completed === undefined ? {} : { completed }),
  }
  const at = step.statuses.findIndex((known) => known.id === id)
  const statuses = at === -1 ? [...step.statuses, shown] : step.statuses.with(at, shown)
  return { ...step, statuses: statuses.slice(-maxStatuses) }
}

function withText(
  step: Step,
  { stepId, stream, text }: Extract<BuildEvent, { type: 'log' }>,
  fresh: Map<string, LogLine[]>,
): Step {
  const { reader, lines } = readLog(step.readers[stream], text, stream)
  const target = linesOf(fresh, stepId)
  for (const line of lines) target.push(line)
  return { ...step, readers: { ...step.readers, [stream]: reader } }
}

function linesOf(fresh: Map<string, LogLine[]>, id: string): LogLine[] {
  const known = fresh.get(id) ?? []
  fresh.set(id, known)
  return known
}

function flushed({ readers }: Step): readonly LogLine[] {
  return [...flushLog(readers.stdout, 'stdout'), ...flushLog(readers.stderr, 'stderr')]
}

function withWarning(model: Omit<BuildModel, 'steps'>, warning: BuildWarning): Omit<BuildModel, 'steps'> {
  if (model.warnings.length >= maxWarnings) return { ...model, warningsDropped: model.warningsDropped + 1 }
  const shown: BuildWarning = {
    ...warning,
    message: harmless(warning.message),
    detail: warning.detail.map((line) => harmless(line)),
    ...(warning.url === undefined ? {} : { url: harmless(warning.url) }),
    ...(warning.file === undefined ? {} : { file: harmless(warning.file) }),
  }
  return { ...model, warnings: [...model.warnings, shown] }
}

/** The step that said so itself; else, with the classic builder, the one that was running. */
function failureOf(
  steps: ReadonlyMap<string, Step>,
  { message, exitCode }: Extract<BuildEvent, { type: 'failed' }>,
): BuildFailure {
  const all = [...steps.values()]
  const broken =
    all.findLast(({ error }) => error !== undefined && !/context canceled/i.test(error)) ??
    all.findLast(({ started, completed }) => started !== undefined && completed === undefined)
  return {
    message: harmless(message, { keepNewlines: true }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(broken === undefined ? {} : { stepId: broken.id }),
  }
}

function append(log: StepLog, lines: readonly LogLine[]): StepLog {
  const all = [...log.lines, ...lines]
  const chars = log.chars + charsOf(lines)
  let from = Math.max(0, all.length - maxStepLines)
  let left = chars - charsOf(all.slice(0, from))
  while (left > maxStepChars && from < all.length - 1) {
    left -= all[from]?.text.length ?? 0
    from += 1
  }
  return { lines: all.slice(from), dropped: log.dropped + from, chars: left }
}

function charsOf(lines: readonly LogLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.length, 0)
}

/** Above the limit of all steps together, the longest log gives its older half. */
function withinBudget(steps: Map<string, Step>): Map<string, Step> {
  let total = [...steps.values()].reduce((sum, { log }) => sum + log.chars, 0)
  while (total > maxBuildChars) {
    const longest = [...steps.values()].reduce((a, b) => (b.log.chars > a.log.chars ? b : a))
    const from = Math.max(1, longest.log.lines.length >> 1)
    const lines = longest.log.lines.slice(from)
    const chars = charsOf(lines)
    total -= longest.log.chars - chars
    steps.set(longest.id, { ...longest, log: { lines, dropped: longest.log.dropped + from, chars } })
  }
  return steps
}
