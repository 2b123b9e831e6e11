import { sum } from '../sum'
import type { ImageId } from './image'

export type DiskKind = 'images' | 'containers' | 'volumes' | 'buildCache'

/** A row of `docker system df`. Bytes. */
export type DiskRow = {
  readonly kind: DiskKind
  readonly total: number
  /** Images with containers, containers that run, volumes and cache records in use. */
  readonly active: number
  readonly size: number
  /** As the CLI computes it: at most so much, since layers are shared in ways that it does not see. */
  readonly reclaimable: number
  /** Whole percent of the size, cut off and not rounded; absent where the CLI prints none. */
  readonly percent?: number
  /** Our own sums: the engine has not told its own yet. */
  readonly about?: true
}

/** An image in the picture of the disk. */
export type DiskImage = {
  readonly id: ImageId
  /** Familiar references with a tag; sorted as the engine has them. */
  readonly tags: readonly string[]
  readonly repoDigests: readonly string[]
  readonly size: number
  /** Bytes that other images have too, where the engine tells it. */
  readonly sharedSize?: number
  readonly containers?: number
}

/** A container in `/system/df`. */
export type DiskContainer = {
  readonly id: string
  readonly name: string
  readonly imageId: ImageId
  /** created, running, paused, restarting, removing, exited, dead. */
  readonly state: string
  /** Running, paused or restarting. */
  readonly running: boolean
  /** Bytes that it wrote itself. */
  readonly writableSize: number
  /**
   * Bytes of the layers that it stands on; they stay on the disk while it exists, image or not. On the containerd store with
   * some blocks of its own below the writable layer.
   */
  readonly layersSize?: number
  /** Strata started it. */
  readonly own?: boolean
}

/** A volume in `/system/df`. */
export type DiskVolume = {
  readonly name: string
  readonly driver: string
  /** Absent: the engine can't tell (volumes of other drivers). */
  readonly size?: number
  /** Containers that use it, stopped ones too; -1 where the engine can't tell. */
  readonly references: number
  /** Made for a container without a name of its own. */
  readonly anonymous?: boolean
}

/**
 * A build cache record in `/system/df`. What its bytes are differs by store, and on the classic store a base image's
 * records say 0: docs/engine-facts-disk.md.
 */
export type BuildCacheRecord = {
  readonly id: string
  /** Ids of the records that it was made from; empty for a first one. */
  readonly parents: readonly string[]
  /** regular, source.local, source.git.checkout, exec.cachemount, frontend, internal. */
  readonly type: string
  readonly description: string
  readonly inUse: boolean
  /** The engine's word for "an image has this layer". */
  readonly shared: boolean
  readonly size: number
  readonly createdAt?: number
  readonly lastUsedAt?: number
  readonly usageCount: number
}

export type DiskUsageFacts = {
  /** Bytes of all layers, each once. */
  readonly layersSize: number
  readonly images: readonly DiskImage[]
  readonly containers: readonly DiskContainer[]
  readonly volumes: readonly DiskVolume[]
  readonly buildCache: readonly BuildCacheRecord[]
}

export type DiskUsageOfImages = Pick<DiskUsageFacts, 'layersSize' | 'images'>
export type DiskUsageBesideImages = Omit<DiskUsageFacts, 'layersSize' | 'images'> & {
  /** Where the engine tells all or nothing. */
  readonly ofImages?: DiskUsageOfImages
}

/** What the table needs of it. */
export type DiskTableFacts = Pick<DiskUsageFacts, 'layersSize' | 'images'> & {
  readonly containers: readonly Pick<DiskContainer, 'state' | 'writableSize'>[]
  readonly volumes: readonly Pick<DiskVolume, 'size' | 'references'>[]
  readonly buildCache: readonly Pick<BuildCacheRecord, 'size' | 'inUse' | 'shared'>[]
}

export type DiskTable = {
  /** Images, Containers, Local Volumes, Build Cache. */
  readonly rows: readonly DiskRow[]
  readonly layersSize: number
  /** Largest first. */
  readonly images: readonly DiskImage[]
  /** When the engine was asked (ms since the epoch). */
  readonly at: number
}

/** The table of `docker system df` (docker/cli: cli/command/formatter/disk_usage.go, cli/command/system/df.go). */
export function diskTable(facts: DiskTableFacts, at: number): DiskTable {
  const images = [...facts.images].sort((a, b) => b.size - a.size)
  return {
    rows: [imagesRow(facts), containersRow(facts), volumesRow(facts), buildCacheRow(facts)],
    layersSize: facts.layersSize,
    images,
    at,
  }
}

function imagesRow({ images, layersSize }: DiskTableFacts): DiskRow {
  // An image of which the engine does not know its containers counts as used here, and as not active below.
  const used = images.filter(({ containers }) => containers !== 0)
  const kept = sum(used.map(({ size, sharedSize }) => (sharedSize === undefined ? 0 : size - sharedSize)))
  const active = images.filter(({ containers = 0 }) => containers > 0).length
  return withPercent({
    kind: 'images',
    total: images.length,
    active,
    size: layersSize,
    reclaimable: layersSize - kept,
  })
}

const runningStates = ['running', 'paused', 'restarting']

function containersRow({ containers }: DiskTableFacts): DiskRow {
  const isActive = ({ state }: { readonly state: string }) => runningStates.includes(state)
  return withPercent({
    kind: 'containers',
    total: containers.length,
    active: containers.filter(isActive).length,
    size: sum(containers.map(({ writableSize }) => writableSize)),
    reclaimable: sum(
      containers.filter((container) => !isActive(container)).map(({ writableSize }) => writableSize),
    ),
  })
}

function volumesRow({ volumes }: DiskTableFacts): DiskRow {
  return withPercent({
    kind: 'volumes',
    total: volumes.length,
    active: volumes.filter(({ references }) => references > 0).length,
    size: sum(volumes.map(({ size }) => size ?? 0)),
    reclaimable: sum(volumes.filter(({ references }) => references === 0).map(({ size }) => size ?? 0)),
  })
}

function buildCacheRow({ buildCache }: DiskTableFacts): DiskRow {
  const own = buildCache.filter(({ shared }) => !shared)
  const size = sum(own.map((record) => record.size))
  const inUse = sum(own.filter((record) => record.inUse).map((record) => record.size))
  return {
    kind: 'buildCache',
    total: buildCache.length,
    active: buildCache.filter((record) => record.inUse).length,
    size,
    reclaimable: size - inUse,
  }
}

function withPercent(row: DiskRow): DiskRow {
  return row.size > 0 ? { ...row, percent: Math.trunc((row.reclaimable * 100) / row.size) } : row
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'] as const

/** Bytes as `docker system df` prints them: four digits, where the lists have three (go-units, HumanSize). */
export function formatDiskSize(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${fourDigits(value)}${units[unit] ?? 'B'}`
}

/** Go's `%.4g`: exact ties go to the even digit, where toPrecision sends them up. */
function fourDigits(value: number): string {
  const five = value.toPrecision(5)
  // Of numbers below 1000 only multiples of 1/16 can be exact ties with five significant digits.
  if (Number.isInteger(value * 16) && Number(five) === value && /5(?:e|$)/.test(five) && value >= 1) {
    const down = five.slice(0, -1)
    if (/[02468]\.?$/.test(down)) return String(Number(down))
  }
  return String(Number(value.toPrecision(4)))
}

/** `6.977MB (69%)`, as the column RECLAIMABLE has it. */
export function formatReclaimable({ reclaimable, percent }: DiskRow): string {
  const size = formatDiskSize(reclaimable)
  return percent === undefined ? size : `${size} (${percent}%)`
}
