import type {
  CompareChange,
  CompareRow,
  CompareSide,
  CompareSummary,
  ConfigDifference,
  LayerDifference,
} from '@shared/domain/compare'

export const changes: readonly CompareChange[] = ['added', 'removed', 'changed', 'moved', 'metadata']

/** Told by a sign as well as by colour. */
export const signs: Readonly<Record<CompareChange, string>> = {
  added: '+',
  removed: '−',
  changed: '~',
  moved: '→',
  metadata: '*',
}

export const tones: Readonly<Record<CompareChange, string>> = {
  added: 'text-ok',
  removed: 'text-danger',
  changed: 'text-warn',
  moved: 'text-accent',
  metadata: 'text-muted',
}

export const countOf = (counts: Readonly<Record<CompareChange, number>>): number =>
  changes.reduce((sum, change) => sum + counts[change], 0)

/** `all`: not even a setting or a step differs. */
export function sameness({ counts, config, history }: CompareSummary): 'differ' | 'files' | 'all' {
  if (countOf(counts) > 0) return 'differ'
  return config.length === 0 && history.every(({ change }) => change === 'same') ? 'all' : 'files'
}

/** Bytes of a kind of change, as the sum tells them: what came, what went, and both sides of what changed. */
export function bytesOf({ bytes }: CompareSummary, change: CompareChange): number | undefined {
  switch (change) {
    case 'added':
      return bytes.added
    case 'removed':
      return bytes.removed
    case 'changed':
      return bytes.changedRight - bytes.changedLeft
    case 'moved':
      return bytes.moved
    case 'metadata':
      return undefined
  }
}

/** `+3.4 MB`, `−120 kB`, `0 B`: the sign is always told. */
export function deltaText(delta: number, format: (bytes: number) => string): string {
  if (delta === 0) return format(0)
  return `${delta > 0 ? '+' : '−'}${format(Math.abs(delta))}`
}

/** What is other between the two, beside the content. */
export type Difference =
  | { readonly type: 'kind'; readonly left: CompareSide['kind']; readonly right: CompareSide['kind'] }
  | { readonly type: 'mode'; readonly left: number; readonly right: number }
  | { readonly type: 'owner' | 'target'; readonly left: string; readonly right: string }
  | { readonly type: 'time' }
  | { readonly type: 'movedTo' | 'movedFrom'; readonly path: string }

export function differencesOf({ change, left, right, movedPath }: CompareRow): readonly Difference[] {
  const moved: readonly Difference[] =
    change === 'moved' && movedPath !== undefined
      ? [{ type: left === undefined ? 'movedFrom' : 'movedTo', path: movedPath }]
      : []
  if (left === undefined || right === undefined || change === undefined) return moved
  const found: Difference[] = [...moved]
  if (left.kind !== right.kind) found.push({ type: 'kind', left: left.kind, right: right.kind })
  if (left.target !== right.target && left.kind === right.kind)
    found.push({ type: 'target', left: left.target ?? '', right: right.target ?? '' })
  if (left.mode !== right.mode) found.push({ type: 'mode', left: left.mode, right: right.mode })
  if (left.uid !== right.uid || left.gid !== right.gid)
    found.push({ type: 'owner', left: `${left.uid}:${left.gid}`, right: `${right.uid}:${right.gid}` })
  if (found.length === 0 && change === 'metadata') found.push({ type: 'time' })
  return found
}

/** A line for each value; the first one of a setting names it. */
export type ConfigLine = { readonly row: ConfigDifference; readonly isFirst: boolean }

/** Values of one setting stand together, in the order of their first ones. */
export function configLines(config: readonly ConfigDifference[]): readonly ConfigLine[] {
  const groups = new Map<string, ConfigDifference[]>()
  for (const row of config) {
    const rows = groups.get(row.field)
    if (rows === undefined) groups.set(row.field, [row])
    else rows.push(row)
  }
  return [...groups.values()].flatMap((rows) => rows.map((row, index) => ({ row, isFirst: index === 0 })))
}

/** Main tells no more of them (CompareSummary). */
export const mostFolders = 200

/** Share of the largest change, 0..1; anything that changed stays visible. */
export function barShare(delta: number, most: number): number {
  return delta === 0 || most <= 0 ? 0 : Math.max(0.01, Math.min(1, Math.abs(delta) / most))
}

export type LayerSums = {
  readonly common: number
  readonly commonBytes: number
  readonly left: number
  readonly right: number
}

export function layerSums(layers: readonly LayerDifference[]): LayerSums {
  const inBoth = layers.filter(({ left, right }) => left !== undefined && right !== undefined)
  const bytes = (some: readonly LayerDifference[]): number => some.reduce((sum, one) => sum + one.bytes, 0)
  return {
    common: inBoth.length,
    commonBytes: bytes(inBoth),
    left: bytes(layers.filter(({ right }) => right === undefined)),
    right: bytes(layers.filter(({ left }) => left === undefined)),
  }
}
