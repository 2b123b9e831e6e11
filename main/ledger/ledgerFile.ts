import type { ImageId } from '@shared/domain/image'
import { cameWords, type LedgerGap, useWords } from '@shared/domain/ledger'
import { z } from 'zod'
import { type Came, type LedgerEntry, maxGaps, type Use } from './ledger'

/** Where watching stopped: the last event that was taken in, and when it was still known that no other came. */
export type WatchMark = { readonly tail?: Tail; readonly until: number }
/** `time` is the engine's own; `key` tells the event from others of that moment. */
export type Tail = { readonly time: number; readonly key: string }

export type LedgerRecord = {
  readonly watch?: WatchMark
  readonly gaps: readonly LedgerGap[]
  readonly blindUntil: number
  readonly entries: readonly (readonly [ImageId, LedgerEntry])[]
  readonly names: readonly (readonly [string, ImageId])[]
  /** Containers, the image of each, and whether its end was looked at. */
  readonly containers: readonly (readonly [string, ImageId, boolean])[]
}

const number = z.number()
/** Longer ones are not kept: no engine accepts such a name. */
const text = z.string().max(1_024)
const use = z.tuple([number, z.enum(useWords), text])
const came = z.tuple([number, z.enum(cameWords), text])
const entry = z.tuple([text, number, number, number.nullable(), use.nullable(), came.nullable(), text])

/** Names, once, with the number of their image; "" stands for what is absent. */
const stored = z.object({
  watch: z.object({ until: number, tail: z.object({ time: number, key: text }).optional() }).optional(),
  gaps: z.array(z.tuple([number.nullable(), number])).max(maxGaps),
  blindUntil: number,
  entries: z.array(entry),
  names: z.array(z.tuple([text, number])),
  containers: z.array(z.tuple([text, number, z.boolean()])),
})

export const ledgerVersion = 1
export const ledgerMaxBytes = 32_000_000
const maxEntries = 30_000
const maxNames = 60_000
const maxContainers = 10_000
const maxText = 1_024

export function packLedger(record: LedgerRecord): z.infer<typeof stored> {
  const { watch } = record
  const numbers = new Map<ImageId, number>()
  const entries = record.entries.slice(-maxEntries).map(([id, kept]) => {
    numbers.set(id, numbers.size)
    return packEntry(id, kept)
  })
  const numberOf = (id: ImageId) => numbers.get(id) ?? -1
  return {
    ...(watch === undefined
      ? {}
      : { watch: { until: watch.until, ...(watch.tail && { tail: { ...watch.tail } }) } }),
    gaps: record.gaps.map(({ from, to }) => [from ?? null, to]),
    blindUntil: record.blindUntil,
    entries,
    names: record.names
      .filter(([name, id]) => name !== id && name.length <= maxText && numbers.has(id))
      .slice(-maxNames)
      .map(([name, id]) => [name, numberOf(id)]),
    containers: record.containers
      .filter(([, id]) => numbers.has(id))
      .slice(-maxContainers)
      .map(([id, image, ended]) => [id, numberOf(image), ended]),
  }
}

function packEntry(id: ImageId, kept: LedgerEntry): z.infer<typeof entry> {
  const { firstSeen, handled, gone, lastUse, came: how, repoDigest } = kept
  return [
    id,
    firstSeen,
    handled,
    gone ?? null,
    lastUse === undefined ? null : [lastUse.at, lastUse.how, short(lastUse.container)],
    how === undefined ? null : [how.at, how.by, short(how.reference)],
    short(repoDigest),
  ]
}

/** A reference that had to be cut would name something else. */
function short(value: string | undefined): string {
  return value === undefined || value.length > maxText ? '' : value
}

/** Undefined when it is not what packLedger made. */
export function parseLedger(value: unknown): LedgerRecord | undefined {
  const parsed = stored.safeParse(value)
  if (!parsed.success) return undefined
  const { watch, gaps, blindUntil, entries, names, containers } = parsed.data
  const idOf = (index: number): ImageId | undefined => entries[index]?.[0]
  return {
    ...(watch === undefined
      ? {}
      : { watch: { until: watch.until, ...(watch.tail === undefined ? {} : { tail: watch.tail }) } }),
    gaps: gaps.map(([from, to]) => (from === null ? { to } : { from, to })),
    blindUntil,
    entries: entries.map((row) => [row[0], readEntry(row)]),
    names: names.flatMap(([name, index]): (readonly [string, ImageId])[] => {
      const id = idOf(index)
      return id === undefined ? [] : [[name, id]]
    }),
    containers: containers.flatMap(([container, index, ended]): (readonly [string, ImageId, boolean])[] => {
      const id = idOf(index)
      return id === undefined ? [] : [[container, id, ended]]
    }),
  }
}

function readEntry([, firstSeen, handled, gone, used, how, repoDigest]: z.infer<typeof entry>): LedgerEntry {
  return {
    firstSeen,
    handled,
    ...(gone === null ? {} : { gone }),
    ...(used === null ? {} : { lastUse: readUse(used) }),
    ...(how === null ? {} : { came: readCame(how) }),
    ...(repoDigest === '' ? {} : { repoDigest }),
  }
}

function readUse([at, how, container]: z.infer<typeof use>): Use {
  return { at, how, ...(container === '' ? {} : { container }) }
}

function readCame([at, by, reference]: z.infer<typeof came>): Came {
  return { by, at, ...(reference === '' ? {} : { reference }) }
}
