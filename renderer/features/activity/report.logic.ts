import type { CleanupReport } from '@shared/domain/cleanup'
import { shortId } from '@shared/domain/digest'
import type { RemovalReport, RemovalStepResult, RemovalTarget } from '@shared/domain/removal'

export type ReportCounts = {
  readonly deleted: number
  readonly untagged: number
  readonly gone: number
  readonly dropped: number
  readonly failed: number
  readonly untouched: number
}

export function targetName(target: RemovalTarget): string {
  return target.type === 'reference' ? target.reference : shortId(target.imageId)
}

/** Deleted and untagged count steps, not the engine's lines: one image prints a line for every layer. */
export function reportCounts(report: RemovalReport): ReportCounts {
  const counts = { deleted: 0, untagged: 0, gone: 0, dropped: 0, failed: 0, untouched: 0 }
  for (const result of report.results) {
    if (result.type === 'done')
      counts[result.deleted.length > 0 && result.step.expected === 'deleted' ? 'deleted' : 'untagged'] += 1
    else counts[result.type] += 1
  }
  return counts
}

/** Whether everything that was confirmed is true now. */
export function isWhole(report: RemovalReport): boolean {
  return report.results.every((result) => result.type === 'done' || result.type === 'gone')
}

export function isCleanedWhole({ dropped, failed, untouched }: CleanupReport): boolean {
  return dropped + failed + untouched === 0
}

export function isUntouched({ deleted, untagged, containers, cache, gone, dropped, failed }: CleanupReport) {
  return deleted + untagged + containers + cache + gone + dropped + failed === 0
}

export type ReportLine =
  /** Exactly what the engine answered. */
  | { readonly type: 'untagged' | 'deleted'; readonly text: string }
  | { readonly type: 'gone'; readonly name: string }
  | {
      readonly type: 'dropped' | 'failed'
      readonly name: string
      readonly result: Extract<RemovalStepResult, { type: 'dropped' | 'failed' }>
    }
  | { readonly type: 'untouched'; readonly name: string }

export function linesOf(result: RemovalStepResult): readonly ReportLine[] {
  const name = targetName(result.step.target)
  switch (result.type) {
    case 'done':
      return [
        ...result.untagged.map((text): ReportLine => ({ type: 'untagged', text })),
        ...result.deleted.map((text): ReportLine => ({ type: 'deleted', text })),
      ]
    case 'dropped':
    case 'failed':
      return [{ type: result.type, name, result }]
    default:
      return [{ type: result.type, name }]
  }
}

/** What did not go as confirmed comes first, then the engine's own lines in its order. */
export function reportLines(report: RemovalReport): readonly ReportLine[] {
  const aside = report.results.filter((result) => result.type !== 'done')
  const done = report.results.filter((result) => result.type === 'done')
  return [...aside, ...done].flatMap(linesOf)
}
