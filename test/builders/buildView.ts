import type { BuildReport, BuildStep, BuildView, LogLine } from '@shared/domain/build'

/** When the builds of the tests began, ms since the epoch. */
export const buildStart = Date.UTC(2026, 10, 21, 12)

export function aLog(lines: readonly (string | LogLine)[], dropped = 0): BuildStep['log'] {
  const all = lines.map(
    (line): LogLine => (typeof line === 'string' ? { text: line, stream: 'stdout' } : line),
  )
  return { lines: all, dropped, chars: all.reduce((sum, { text }) => sum + text.length, 0) }
}

/** A step that is done after a second, unless told otherwise. */
export function aStep(over: Partial<BuildStep> & Pick<BuildStep, 'id'>): BuildStep {
  const state = over.state ?? 'done'
  const begun = state !== 'waiting'
  return {
    name: `[1/1] RUN ${over.id}`,
    state,
    inputs: [],
    ...(begun ? { started: buildStart } : {}),
    ...(begun && state !== 'running' ? { completed: buildStart + 1_000 } : {}),
    statuses: [],
    log: aLog([]),
    ...over,
  }
}

export function aBuildView(steps: readonly BuildStep[], over: Partial<BuildView> = {}): BuildView {
  const ended = steps.filter(({ state }) => state === 'done' || state === 'cached')
  return {
    builder: 'buildkit',
    steps,
    warnings: [],
    warningsDropped: 0,
    counts: {
      total: steps.length,
      completed: ended.length,
      cached: steps.filter(({ state }) => state === 'cached').length,
    },
    ...over,
  }
}

export function aBuildReport(over: Partial<BuildReport> = {}): BuildReport {
  return {
    builder: 'buildkit',
    imageId: `sha256:${'ab'.repeat(32)}`,
    size: 187_300_000,
    tags: ['app:2', 'app:latest'],
    dangling: [],
    gone: [],
    sentBytes: 1_204,
    counts: { total: 5, completed: 5, cached: 0 },
    warnings: [],
    ...over,
  }
}
