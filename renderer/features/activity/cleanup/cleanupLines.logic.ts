import type { CleanupRow, GiveBack } from '@shared/domain/cleanup'
import { linesOf, type ReportLine } from '../report.logic'

export type CleanupLine =
  | { readonly type: 'image'; readonly line: ReportLine; readonly giveBack?: GiveBack }
  | { readonly type: 'other'; readonly row: Exclude<CleanupRow, { type: 'image' }> }

/** What did not go as planned comes first; each name that went, with its way back. */
export function cleanupLines(rows: readonly CleanupRow[]): readonly CleanupLine[] {
  return [...rows.filter(isAside), ...rows.filter((row) => !isAside(row))].flatMap(linesOfRow)
}

function isAside(row: CleanupRow): boolean {
  const outcome = row.type === 'image' ? row.result.type : row.outcome
  return outcome !== 'done' && outcome !== 'gone'
}

function linesOfRow(row: CleanupRow): readonly CleanupLine[] {
  if (row.type !== 'image') return [{ type: 'other', row }]
  return linesOf(row.result).map((line): CleanupLine => {
    const way =
      line.type === 'untagged' ? row.giveBack.find(({ reference }) => reference === line.text) : undefined
    return { type: 'image', line, ...(way === undefined ? {} : { giveBack: way }) }
  })
}
