import type { BuildStep, BuildView } from '@shared/domain/build'
import { type BuildModel, viewOf } from '@shared/domain/buildSteps'
import type { BuildContext } from './buildImage'

/** Milliseconds between two views. */
const every = 100

/** Turns models into progress, log lines and views, at a pace that a page can follow. */
export type BuildNarrator = {
  sent(bytes: number): void
  sentBytes(): number
  show(model: BuildModel): void
  /** The last view, always shown. */
  end(model: BuildModel): BuildView
}

export function buildNarrator(job: BuildContext, totalBytes: number, now: () => number): BuildNarrator {
  let sentBytes = 0
  let shownAt = 0
  let progressAt = 0
  let late: ReturnType<typeof setTimeout> | undefined
  let latest: BuildModel | undefined
  let current: string | undefined
  const told = new Map<string, { readonly lines: number; readonly ended: boolean }>()

  const progress = () => {
    // The Dockerfile and rules that BuildKit asks for first are not part of the context's weight.
    const done = Math.min(sentBytes, totalBytes)
    job.progress({ done, total: totalBytes, unit: 'bytes', ...(current === undefined ? {} : { current }) })
  }
  const tell = (view: BuildView) => {
    for (const step of view.steps) {
      if (step.state !== 'waiting') told.set(step.id, tellStep(step, told.get(step.id), job.log))
    }
    current = view.steps.findLast(({ state }) => state === 'running')?.name ?? current
    progress()
    job.view?.(view)
  }
  return {
    sent(bytes) {
      sentBytes = bytes
      if (now() - progressAt < every) return
      progressAt = now()
      progress()
    },
    sentBytes: () => sentBytes,
    show(model) {
      latest = model
      if (late !== undefined) return
      // The last of a burst is shown too: after it there may be silence, while a step runs.
      const wait = Math.max(0, shownAt + every - now())
      late = setTimeout(() => {
        late = undefined
        shownAt = now()
        if (latest !== undefined) tell(viewOf(latest))
      }, wait)
    },
    end(model) {
      clearTimeout(late)
      const view = viewOf(model)
      tell(view)
      return view
    },
  }
}

/** The name when it begins, each line once, and how it ended. */
function tellStep(
  step: BuildStep,
  before: { readonly lines: number; readonly ended: boolean } | undefined,
  log: (text: string) => void,
): { readonly lines: number; readonly ended: boolean } {
  if (before === undefined) log(step.name)
  const { lines, dropped } = step.log
  for (const { text } of lines.slice(Math.max(0, (before?.lines ?? 0) - dropped))) log(`  ${text}`)
  const ended = step.state !== 'running'
  if (ended && before?.ended !== true && step.state !== 'done') log(`  ${step.state.toUpperCase()}`)
  return { lines: dropped + lines.length, ended }
}
