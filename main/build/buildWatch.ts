import type { BuildStep, BuildView, DockerfileSpot, LogLine } from '@shared/domain/build'
import { type BuildPart, type HeldLines, linesOf, type StepPart } from '@shared/domain/buildPart'
import { newBuild, viewOf } from '@shared/domain/buildSteps'

/** Characters of output in one answer: a message stays under 1 MB. */
const maxAnswer = 400_000

/** One build as it was last seen, for pages that come, go and ask for what they lack. */
export type BuildWatch = {
  show(view: BuildView): void
  end(spot?: DockerfileSpot): void
  revision(): number
  view(): BuildView
  part(asked: {
    readonly after?: number | undefined
    readonly held?: readonly HeldLines[] | undefined
  }): BuildPart
}

export function buildWatch(): BuildWatch {
  let view = viewOf(newBuild('buildkit'))
  let revision = 1
  let ended = false
  let spot: DockerfileSpot | undefined
  const changedAt = new Map<string, number>()
  return {
    show(next) {
      revision += 1
      const before = new Map(view.steps.map((step) => [step.id, step]))
      for (const step of next.steps) {
        const known = before.get(step.id)
        if (known === undefined || differs(known, step)) changedAt.set(step.id, revision)
      }
      view = next
    },
    end(found) {
      revision += 1
      ended = true
      spot = found
    },
    revision: () => revision,
    view: () => view,
    part({ after = 0, held = [] }) {
      const lines = new Map(held.map((each) => [each.step, each.lines]))
      const wanted = view.steps.filter(
        ({ id, log }) => (changedAt.get(id) ?? 0) > after || (lines.get(id) ?? 0) < linesOf(log),
      )
      return {
        ...view,
        ...partsOf(wanted, lines),
        revision,
        order: view.steps.map(({ id }) => id),
        ended,
        ...(spot === undefined ? {} : { spot }),
      }
    },
  }
}

/** The model keeps what did not change, so that its parts can be told apart by identity. */
function differs(before: BuildStep, now: BuildStep): boolean {
  return (
    before.state !== now.state ||
    before.log !== now.log ||
    before.statuses !== now.statuses ||
    before.started !== now.started ||
    before.completed !== now.completed ||
    before.name !== now.name ||
    before.error !== now.error ||
    before.inputs !== now.inputs ||
    before.group !== now.group
  )
}

function partsOf(
  steps: readonly BuildStep[],
  held: ReadonlyMap<string, number>,
): { readonly steps: readonly StepPart[]; readonly more: boolean } {
  let left = maxAnswer
  let more = false
  const parts = steps.map((step): StepPart => {
    const { lines, dropped } = step.log
    const from = Math.max(held.get(step.id) ?? 0, dropped)
    const fitting: LogLine[] = []
    for (const line of lines.slice(from - dropped)) {
      if (left <= 0) break
      left -= weightOf(line)
      fitting.push(line)
    }
    if (from + fitting.length < linesOf(step.log)) more = true
    return { ...step, log: { from, lines: fitting, dropped } }
  })
  return { steps: parts, more }
}

function weightOf({ text, styles = [] }: LogLine): number {
  return text.length + 40 + styles.length * 60
}
