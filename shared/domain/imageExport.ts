import { formatBytes, timeAgoAsDocker } from '../format'
import { harmless, harmlessJson } from '../text'
import { shortId } from './digest'
import type { ImageRow } from './image'
import { referenceParts } from './referenceParts'

export type ExportFormat = 'text' | 'csv' | 'json'
export type ExportOptions = { readonly now: number; readonly digests?: boolean }

/** One line of an exported list: an image has one for each tag, else for each digest, else a single `<none>`. */
type Line = {
  readonly row: ImageRow
  readonly repository: string
  readonly tag: string
  readonly digest: string
}

const none = '<none>'

function linesOf(row: ImageRow): readonly Line[] {
  const digests = row.digests.map((text) => referenceParts(text))
  if (row.tags.length > 0) {
    return row.tags.map((text) => {
      const { repository, tag } = referenceParts(text)
      const digest = digests.find((parts) => parts.repository === repository)?.digest
      return { row, repository, tag: tag ?? none, digest: digest ?? none }
    })
  }
  if (digests.length === 0) return [{ row, repository: none, tag: none, digest: none }]
  return digests.map(({ repository, digest }) => ({ row, repository, tag: none, digest: digest ?? none }))
}

/** The rows, in their order, as `docker images` (a table), CSV (RFC 4180) or JSON. Ends with a line feed. */
export function exportImages(
  rows: readonly ImageRow[],
  format: ExportFormat,
  options: ExportOptions,
): string {
  if (format === 'json') return exportJson(rows)
  const lines = rows.flatMap(linesOf)
  return format === 'csv' ? exportCsv(lines) : exportTable(lines, options)
}

function exportTable(lines: readonly Line[], { now, digests = false }: ExportOptions): string {
  const head = ['REPOSITORY', 'TAG', ...(digests ? ['DIGEST'] : []), 'IMAGE ID', 'CREATED', 'SIZE']
  const body = lines.map(({ row, repository, tag, digest }) => [
    harmless(repository),
    harmless(tag),
    ...(digests ? [harmless(digest)] : []),
    shortId(row.id),
    row.created === undefined ? 'N/A' : timeAgoAsDocker(row.created, now),
    formatBytes(row.size),
  ])
  const table = [head, ...body]
  // The tabwriter of the docker command: cells of at least 10, three blanks between columns, the last one unpadded.
  const widths = head.map((_, i) =>
    table.reduce((most, cells) => Math.max(most, (cells[i] ?? '').length + 3), 10),
  )
  const text = table.map((cells) =>
    cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join(''),
  )
  return `${text.join('\n')}\n`
}

const csvHead = 'repository,tag,digest,id,created,size_bytes,naming,running,stopped,used_by,platform'

function exportCsv(lines: readonly Line[]): string {
  const body = lines.map(({ row, repository, tag, digest }) =>
    [
      csvText(repository === none ? '' : repository),
      csvText(tag === none ? '' : tag),
      csvText(digest === none ? '' : digest),
      csvText(row.id),
      row.created === undefined ? '' : new Date(row.created).toISOString(),
      String(row.size),
      row.naming,
      String(row.running),
      String(row.stopped),
      csvText(row.usedBy.join(' ')),
      csvText(row.platform ?? ''),
    ].join(','),
  )
  return `${[csvHead, ...body].join('\r\n')}\r\n`
}

/** A cell that no spreadsheet takes for a formula (OWASP: a leading = + - @ tab CR, full-width ones too). */
export function csvText(value: string): string {
  const shown = harmless(value)
  const safe = /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(shown) ? `'${shown}` : shown
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function exportJson(rows: readonly ImageRow[]): string {
  const images = rows.map((row) => ({
    id: row.id,
    tags: row.tags,
    digests: row.digests,
    created: row.created === undefined ? null : new Date(row.created).toISOString(),
    size: row.size,
    naming: row.naming,
    containers: { running: row.running, stopped: row.stopped, names: row.usedBy },
    platform: row.platform ?? null,
    parentId: row.parentId ?? null,
  }))
  return `${harmlessJson(JSON.stringify(images, undefined, 2))}\n`
}
