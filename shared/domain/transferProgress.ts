import { sum } from '../sum'
import { type ByteMeter, measure, newMeter, speedOf } from './byteMeter'
import type { LayerPhase, LayerRow, TransferKind, TransferView } from './transfer'
import type { TransferMessage } from './transferMessages'

type Row = {
  readonly phase: LayerPhase
  /** As the engine said it last. */
  readonly current?: number
  readonly total?: number
  /** Bytes over the network, the most there ever were, and how many there will be. */
  readonly moved: number
  readonly size?: number
}

/** What is known of a transfer. Immutable; times in ms since the epoch. */
export type TransferModel = {
  readonly kind: TransferKind
  readonly rows: ReadonlyMap<string, Row>
  readonly meter: ByteMeter
  /** The bar: what is shown, and the raw share of the work that it was computed from. */
  readonly shown: number
  readonly raw: number
  /** When anything came last. */
  readonly activeAt: number
  readonly retryIn?: number
  readonly current?: string
  /** Bytes to be moved, where they are known from elsewhere (the length of a file). */
  readonly knownTotal?: number
  /** Of several transfers in one: how many were finished before this one, and the bytes that they moved. */
  readonly part: { readonly done: number; readonly of: number; readonly bytes: number }
  readonly ended: boolean
}

const maxRows = 1_000
const stalledAfterMs = 10_000
/** Only a checked end fills the bar. */
const almost = 0.99
/** Share of a layer's work that is its download; the rest is extracting it. */
const downloadShare = 0.8

export function newTransfer(kind: TransferKind, now: number): TransferModel {
  return {
    kind,
    rows: new Map(),
    meter: newMeter(now),
    shown: 0,
    raw: 0,
    activeAt: now,
    part: { done: 0, of: 1, bytes: 0 },
    ended: false,
  }
}

export function applyTransferMessage(
  model: TransferModel,
  message: TransferMessage,
  now: number,
): TransferModel {
  if (message.type === 'retry') return { ...model, activeAt: now, retryIn: message.seconds }
  if (message.type !== 'layer') return { ...model, activeAt: now }
  const before = model.rows.get(message.id)
  if (before === undefined && model.rows.size >= maxRows) return { ...model, activeAt: now }
  const { retryIn: _, ...rest } = model
  const rows = new Map(model.rows).set(message.id, nextRow(before, message))
  const changed = { ...rest, rows, activeAt: now }
  const meter = measure(
    model.meter,
    movedBytes(model.meter, model.rows.get(message.id), rows.get(message.id)),
    now,
  )
  return advance({ ...changed, meter }, rawShare(changed))
}

/** Bytes of a file or stream that passed, for transfers without layers. */
export function applyTransferBytes(
  model: TransferModel,
  moved: number,
  total: number | undefined,
  now: number,
): TransferModel {
  const meter = measure(model.meter, moved, now)
  const next: TransferModel = { ...model, meter, activeAt: moved > model.meter.bytes ? now : model.activeAt }
  const known = total === undefined ? next : { ...next, knownTotal: total }
  return advance(known, total === undefined || total === 0 ? 0 : Math.min(1, moved / total))
}

/** The next of several, such as the next tag of a push: rows anew, `done` of `of` were finished before. */
export function beginPart(
  model: TransferModel,
  part: { readonly current: string; readonly done: number; readonly of: number },
): TransferModel {
  const { current, done, of } = part
  const next = {
    ...model,
    rows: new Map(),
    current,
    part: { done, of: Math.max(1, of), bytes: model.meter.bytes },
  }
  return advance(next, rawShare(next))
}

/** The end was checked: the bar is full. */
export function endTransfer(model: TransferModel): TransferModel {
  const { retryIn: _, ...rest } = model
  return { ...rest, shown: 1, raw: 1, ended: true }
}

function nextRow(before: Row | undefined, message: Extract<TransferMessage, { type: 'layer' }>): Row {
  const over = before?.phase === 'done' || before?.phase === 'exists'
  if (before !== undefined && over) return before
  const { phase, current, total } = message
  const moving = phase === 'downloading' || phase === 'pushing'
  const size = moving && total !== undefined ? Math.max(total, current ?? 0) : before?.size
  const past = phase === 'verifying' || phase === 'extracting' || phase === 'done'
  const moved = Math.max(before?.moved ?? 0, moving ? (current ?? 0) : past ? (size ?? 0) : 0)
  return {
    phase,
    moved,
    ...(size === undefined ? {} : { size }),
    ...(current === undefined ? {} : { current }),
    // What was pushed can be a little more than what was announced: the tar's own headers.
    ...(total === undefined ? {} : { total: Math.max(total, current ?? 0) }),
  }
}

function movedBytes(meter: ByteMeter, before: Row | undefined, after: Row | undefined): number {
  return meter.bytes + Math.max(0, (after?.moved ?? 0) - (before?.moved ?? 0))
}

/** The share of the work that is done; layers that exist already are no work. May fall when more work is named. */
function rawShare({ rows, part }: Pick<TransferModel, 'rows' | 'part'>): number {
  const work = [...rows.values()].filter(({ phase }) => phase !== 'exists')
  const sizes = work.flatMap(({ size }) => size ?? [])
  const usual = sizes.length === 0 ? 1 : Math.max(1, sum(sizes) / sizes.length)
  let all = 0
  let done = 0
  for (const row of work) {
    const weight = Math.max(1, row.size ?? usual)
    all += weight
    done += weight * rowShare(row)
  }
  return Math.min(1, (part.done + (all === 0 ? 0 : done / all)) / part.of)
}

function rowShare({ phase, current, total, moved, size }: Row): number {
  const part = total === undefined ? 0 : Math.min(1, (current ?? 0) / total)
  switch (phase) {
    case 'waiting':
    case 'exists':
      return 0
    case 'downloading':
      return downloadShare * (size === undefined ? 0 : Math.min(1, moved / size))
    case 'verifying':
      return downloadShare
    case 'extracting':
      return downloadShare + (1 - downloadShare) * part
    case 'pushing':
      return part
    case 'done':
      return 1
  }
}

/**
 * Moves the bar by the share of the rest that was done since. When new work makes the raw share fall, the bar stays and
 * goes on from there, slower, but neither back nor stuck.
 */
function advance(model: TransferModel, raw: number): TransferModel {
  if (model.ended) return model
  if (raw <= model.raw || model.raw >= 1) return { ...model, raw }
  const gained = ((1 - model.shown) * (raw - model.raw)) / (1 - model.raw)
  return { ...model, raw, shown: Math.max(model.shown, Math.min(almost, model.shown + gained)) }
}

export function transferView(model: TransferModel, now: number): TransferView {
  const layers = [...model.rows].map(([id, row]) => rowView(id, row))
  const { retryIn, current } = model
  const total = bytesTotal(model)
  const moved = model.meter.bytes
  const speed = model.ended ? undefined : speedOf(model.meter, now)
  const quiet = now - model.activeAt
  const isStalled = !model.ended && quiet >= stalledAfterMs && !layers.some(isBusyInside)
  return {
    kind: model.kind,
    layers,
    counts: layerCounts(model),
    fraction: model.shown,
    bytes: { moved, ...(total === undefined ? {} : { total: Math.max(total, moved) }) },
    ...(speed === undefined ? {} : { bytesPerSecond: speed }),
    ...(total === undefined || !speed || total <= moved ? {} : { eta: ((total - moved) * 1000) / speed }),
    ...(isStalled ? { stalled: quiet } : {}),
    ...(retryIn === undefined ? {} : { retryIn }),
    ...(current === undefined ? {} : { current }),
  }
}

export function layerCounts({ rows }: Pick<TransferModel, 'rows'>): TransferView['counts'] {
  const phases = [...rows.values()].map(({ phase }) => phase)
  return {
    total: phases.length,
    exists: phases.filter((phase) => phase === 'exists').length,
    done: phases.filter((phase) => phase === 'done').length,
  }
}

function rowView(id: string, { phase, current, total }: Row): LayerRow {
  const shown = phase === 'downloading' || phase === 'extracting' || phase === 'pushing'
  return {
    id,
    phase,
    ...(shown && current !== undefined ? { current } : {}),
    ...(shown && total !== undefined ? { total } : {}),
  }
}

/** An engine that unpacks a large layer may say nothing for long; that is no stall of the transfer. */
function isBusyInside({ phase }: LayerRow): boolean {
  return phase === 'extracting' || phase === 'verifying'
}

function bytesTotal({ rows, knownTotal, part }: TransferModel): number | undefined {
  if (knownTotal !== undefined) return knownTotal
  const work = [...rows.values()].filter(({ phase }) => phase !== 'exists')
  const sizes = work.flatMap(({ size }) => size ?? [])
  return work.length === 0 || sizes.length < work.length ? undefined : part.bytes + sum(sizes)
}
