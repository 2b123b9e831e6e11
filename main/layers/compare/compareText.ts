import type { CompareSummary } from '@shared/domain/compare'
import { exportText, harmless, harmlessJson } from '@shared/text'
import { pathOf } from '../stack/names'
import { compareSide } from './compareRows'
import type { Comparison } from './comparison'
import { changeNames, standingAt } from './side'
import { type CompareInputs, compareSummary } from './summary'

/** Characters; what does not fit is counted at the end. */
const longestExport = 64_000_000

/** All differences: a text to read, or JSON. Files in the order of their paths. */
export function compareText(
  comparison: Comparison,
  inputs: CompareInputs,
  format: 'text' | 'json',
  limit = longestExport,
): string {
  const summary = compareSummary(comparison, inputs)
  return format === 'text' ? asText(comparison, summary, limit) : asJson(comparison, summary, limit)
}

type Taken = { readonly lines: readonly string[]; readonly left: number }

/** As many lines as fit. */
function take(comparison: Comparison, limit: number, lineOf: (node: number) => string): Taken {
  const lines: string[] = []
  let length = 0
  let left = 0
  for (let node = 1; node < comparison.paths.count; node += 1) {
    if (comparison.changes[node] === 0) continue
    // A move stands once, at its new path.
    if (comparison.moves.has(node) && standingAt(comparison.left, node) !== undefined) continue
    const line = length > limit ? '' : lineOf(node)
    if (length + line.length > limit) {
      left += 1
      length = limit + 1
      continue
    }
    lines.push(line)
    length += line.length + 1
  }
  return { lines, left }
}

function asJson(comparison: Comparison, summary: CompareSummary, limit: number): string {
  const { left, right, ...rest } = summary
  const head = JSON.stringify({ left: { name: left.name }, right: { name: right.name }, ...rest }, null, 1)
  const { lines, left: omitted } = take(comparison, limit - head.length, (node) => fileJson(comparison, node))
  const files = lines.length === 0 ? '[]' : `[\n  ${lines.join(',\n  ')}\n ]`
  const more = omitted === 0 ? '' : `,\n "omittedFiles": ${omitted}`
  return `${harmlessJson(head.replace(/\n\}$/, ''))},\n "files": ${files}${more}\n}\n`
}

function fileJson(comparison: Comparison, node: number): string {
  const other = comparison.moves.get(node)
  const left = compareSide(comparison.left, node)
  const right = compareSide(comparison.right, node)
  const from = other === undefined ? left : compareSide(comparison.left, other)
  return harmlessJson(
    JSON.stringify({
      path: pathOf(comparison.paths, node),
      change: changeNames[(comparison.changes[node] ?? 0) - 1],
      ...(other === undefined ? {} : { movedFrom: pathOf(comparison.paths, other) }),
      left: from,
      right,
    }),
  )
}

const signs = { added: '+', removed: '-', changed: '~', metadata: '*', moved: '>' } as const

function asText(comparison: Comparison, summary: CompareSummary, limit: number): string {
  const head = headLines(summary)
  const length = head.reduce((sum, line) => sum + line.length + 1, 0)
  const { lines, left } = take(comparison, limit - length, (node) => fileLine(comparison, node))
  const more = left === 0 ? [] : [`... and ${left} more`]
  return `${[...head.map(exportText), ...lines, ...more].join('\n')}\n`
}

function headLines({ left, right, counts, leftBytes, rightBytes, bytes, ...rest }: CompareSummary): string[] {
  return [
    `left:  ${left.name} (${leftBytes} bytes)`,
    `right: ${right.name} (${rightBytes} bytes)`,
    '',
    `+ ${counts.added} added, ${bytes.added} bytes`,
    `- ${counts.removed} removed, ${bytes.removed} bytes`,
    `~ ${counts.changed} changed, ${bytes.changedLeft} -> ${bytes.changedRight} bytes`,
    `* ${counts.metadata} with other mode, owner or time only`,
    `> ${counts.moved} moved, ${bytes.moved} bytes`,
    ...section('layers', rest.layers.map(layerLine)),
    ...section('config', rest.config.flatMap(configLines)),
    ...section(
      'history',
      rest.history.map(({ change, text }) => {
        return `${change === 'same' ? ' ' : signs[change]} ${harmless(text.text)}`
      }),
    ),
    ...section(
      'folders',
      rest.folders.map(({ path, delta }) => `${delta < 0 ? '' : '+'}${delta} ${harmless(path)}`),
    ),
    '',
    'files',
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines]
}

function layerLine({ diffId, bytes, left, right }: CompareSummary['layers'][number]): string {
  const sign = left === undefined ? signs.added : right === undefined ? signs.removed : ' '
  return `${sign} ${diffId} ${bytes} bytes`
}

function configLines({ field, key, left, right }: CompareSummary['config'][number]): readonly string[] {
  const name = key === undefined ? field : `${field} ${harmless(key)}`
  return [
    ...(left === undefined ? [] : [`${signs.removed} ${name}: ${harmless(left.text)}`]),
    ...(right === undefined ? [] : [`${signs.added} ${name}: ${harmless(right.text)}`]),
  ]
}

function fileLine(comparison: Comparison, node: number): string {
  const change = changeNames[(comparison.changes[node] ?? 0) - 1] ?? 'changed'
  const left = compareSide(comparison.left, node)
  const right = compareSide(comparison.right, node)
  const path = harmless(pathOf(comparison.paths, node))
  const other = comparison.moves.get(node)
  if (other !== undefined)
    return `${signs.moved} ${harmless(pathOf(comparison.paths, other))} -> ${path} ${right?.bytes ?? 0}`
  if (change === 'changed') return `${signs.changed} ${path} ${left?.bytes ?? 0} -> ${right?.bytes ?? 0}`
  return `${signs[change]} ${path} ${(right ?? left)?.bytes ?? 0}`
}
