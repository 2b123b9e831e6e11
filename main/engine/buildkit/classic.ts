import type { BuildEvent } from '@shared/domain/build'
import type { BuildMessage } from './answer'

/** `Step 2/3 : COPY hello /` (moby, builder/dockerfile/dispatchers.go and builder.go). */
const stepLine = /^Step (\d+)\/(\d+) : ([\s\S]*)$/
const preparing = 'classic:0'

type State = {
  readonly now: () => number
  /** Id, name and begin of the step that runs. */
  step: { readonly id: string; readonly name: string; readonly started: number; cached: boolean } | undefined
  /** Number of the last step begun, and of all, as the builder counts. */
  number: number
  total: string | undefined
  /** Text of `stream` that is not yet a whole line. */
  rest: string
  /** The begin of the line is in the log already: what comes is no line of the builder's. */
  midLine: boolean
}

/** How lines begin that mean something here: the begin of one is not shown before it is whole. */
const markers = ['Step ', ' ---> Using cache', 'Successfully built ', 'Successfully tagged ']

/**
 * The classic builder's text as the steps of the same model: it names no times, so they are those of the arrival.
 * `Step 1/3 : FROM …` begins a step, ` ---> Using cache` marks it, the next one or `Successfully built` ends it.
 */
export function createClassicDecoder(
  now: () => number = Date.now,
): (message: BuildMessage) => readonly BuildEvent[] {
  const state: State = { now, step: undefined, number: 0, total: undefined, rest: '', midLine: false }
  return (message) => {
    if (message.stream !== undefined) return readText(state, message.stream)
    return message.status === undefined ? [] : [...begin(state), statusOf(state, message)]
  }
}

function readText(state: State, text: string): readonly BuildEvent[] {
  const lines = (state.rest + text).split('\n')
  state.rest = lines.pop() ?? ''
  const events = lines.flatMap((line) => readLine(state, line))
  // A prompt or a progress bar has no line end: shown at once, unless it may become a line that means something.
  const { rest } = state
  const open = !state.midLine && markers.some((marker) => marker.startsWith(rest) || rest.startsWith(marker))
  if (rest === '' || open) return events
  state.rest = ''
  state.midLine = true
  return [...events, ...log(state, rest)]
}

function readLine(state: State, line: string): readonly BuildEvent[] {
  if (state.midLine) {
    state.midLine = false
    return log(state, `${line}\n`)
  }
  const step = stepLine.exec(line)
  if (step !== null && isNext(state, Number(step[1]), step[2])) {
    const ended = end(state)
    state.number = Number(step[1])
    state.total = step[2]
    state.step = { id: `classic:${step[1]}`, name: line, started: state.now(), cached: false }
    return [...ended, stepEvent(state)]
  }
  if (line === ' ---> Using cache' && state.step !== undefined) {
    state.step.cached = true
    return [stepEvent(state)]
  }
  if (/^Successfully built [0-9a-f]{12}$/.test(line)) return end(state)
  if (/^Successfully tagged \S+$/.test(line)) return []
  return log(state, `${line}\n`)
}

/** A RUN can print what looks like a step; only the next number of the same total is taken for one. */
function isNext(state: State, number: number, total: string | undefined): boolean {
  return number === state.number + 1 && (state.total === undefined || state.total === total)
}

function log(state: State, text: string): readonly BuildEvent[] {
  const events = begin(state)
  return [...events, { type: 'log', stepId: state.step?.id ?? preparing, stream: 'stdout', text }]
}

/** What comes before the first step belongs to one of our own. */
function begin(state: State): readonly BuildEvent[] {
  if (state.step !== undefined) return []
  state.step = { id: preparing, name: '[internal] load build context', started: state.now(), cached: false }
  return [stepEvent(state)]
}

function end(state: State): readonly BuildEvent[] {
  if (state.step === undefined) return []
  const ended = stepEvent(state, state.now())
  state.step = undefined
  return [ended]
}

function stepEvent({ step }: State, completed?: number): BuildEvent {
  return {
    type: 'step',
    id: step?.id ?? preparing,
    name: step?.name ?? '',
    inputs: [],
    cached: step?.cached ?? false,
    started: step?.started ?? 0,
    ...(completed === undefined ? {} : { completed }),
  }
}

/** Layers of a base that comes down: `{"status":"Downloading","progressDetail":{…},"id":"a3ed95caeb02"}`. */
function statusOf(state: State, { id, status, progressDetail }: BuildMessage): BuildEvent {
  return {
    type: 'status',
    stepId: state.step?.id ?? preparing,
    id: id ?? status ?? '',
    name: id === undefined ? (status ?? '') : `${id} ${status ?? ''}`,
    current: progressDetail?.current ?? 0,
    ...(progressDetail?.total === undefined ? {} : { total: progressDetail.total }),
  }
}
