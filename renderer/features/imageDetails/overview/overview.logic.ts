import type { ContainerUse } from '@shared/domain/image'
import type { CutText, HealthcheckView, ImageDetails, NamedReference } from '@shared/domain/imageDetails'
import { referenceParts } from '@shared/domain/referenceParts'
import type { RemovalTarget } from '@shared/domain/removal'

/** overlay2 and the classic builder stop at 127 layers (moby, layer/layer_store.go: maxLayerDepth 125 plus two). */
export const maxLayers = 127
const nearLayers = 100

export type LayerRemark = 'none' | 'near' | 'full'

export function layerRemark(count: number): LayerRemark {
  if (count >= maxLayers) return 'full'
  return count >= nearLayers ? 'near' : 'none'
}

/** USER may be `name`, `uid`, `name:group` or `uid:gid`; nothing at all means root. */
export function runsAsRoot(user: string | undefined): boolean {
  const name = (user ?? '').split(':', 1)[0] ?? ''
  return name === '' || name === 'root' || name === '0'
}

/** Names of one repository; what does not parse stands for itself. */
export type RepositoryNames = {
  readonly repository: string
  readonly references: readonly NamedReference[]
  /** Digest by which this repository knows the image. */
  readonly repoDigest?: string
}

export function byRepository(references: readonly NamedReference[]): readonly RepositoryNames[] {
  const groups = new Map<string, NamedReference[]>()
  for (const reference of references) {
    const { repository } = referenceParts(reference.familiar)
    groups.set(repository, [...(groups.get(repository) ?? []), reference])
  }
  return [...groups].map(([repository, group]) => {
    const repoDigest = group.find((r) => r.repoDigest !== undefined)?.repoDigest
    return repoDigest === undefined
      ? { repository, references: group }
      : { repository, references: group, repoDigest }
  })
}

export type Pair = { readonly name: string; readonly value: CutText }

/** Case does not matter; name or the part of the value that is here. */
export function filterPairs(pairs: readonly Pair[], query: string): readonly Pair[] {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return pairs
  return pairs.filter(
    (pair) => pair.name.toLowerCase().includes(wanted) || pair.value.text.toLowerCase().includes(wanted),
  )
}

export function cutCharacters(value: CutText): number {
  return Math.max(0, value.length - value.text.length)
}

/** Docker's own defaults, used where the image sets none (HEALTHCHECK in the Dockerfile reference). */
export const healthDefaults = { intervalMs: 30_000, timeoutMs: 30_000, startPeriodMs: 0, retries: 3 } as const

export type HealthWords =
  | { readonly type: 'none' }
  | { readonly type: 'disabled' }
  | {
      readonly type: 'check'
      readonly test: readonly string[]
      readonly intervalMs: number
      readonly timeoutMs: number
      readonly startPeriodMs: number
      readonly retries: number
    }

export function healthWords(check: HealthcheckView | undefined): HealthWords {
  if (check === undefined) return { type: 'none' }
  if (check.disabled) return { type: 'disabled' }
  if (check.test.length === 0) return { type: 'none' }
  return {
    type: 'check',
    test: check.test,
    intervalMs: check.intervalMs || healthDefaults.intervalMs,
    timeoutMs: check.timeoutMs || healthDefaults.timeoutMs,
    startPeriodMs: check.startPeriodMs ?? healthDefaults.startPeriodMs,
    retries: check.retries || healthDefaults.retries,
  }
}

export function containersInOrder(containers: readonly ContainerUse[]): readonly ContainerUse[] {
  return [...containers].sort((a, b) => Number(b.running) - Number(a.running) || a.name.localeCompare(b.name))
}

/** Long lists start with this many and grow by as many at a time. */
export const listStep = 60

/** Characters of a value that its one line can show at most; the rest waits for the expanded view. */
export const lineCharacters = 240

export function needsExpanding(value: CutText): boolean {
  return value.length > 32 || /[\r\n]/.test(value.text)
}

/** `a.b/c` -> `a.`, `b/`, `c`. At most as many parts as a name reasonably has. */
export function breakParts(text: string): readonly string[] {
  if (text.length > 512) return [text]
  return text.split(/(?<=[._/:@-])(?=[^._/:@-])/)
}

/**
 * What to remove so that the image goes: each of its names, the last of which takes it along. By id the engine refuses
 * an image with names in several repositories (moby, daemon/images/image_delete.go).
 */
export function removalTargets(
  imageId: string,
  details: Pick<ImageDetails, 'references' | 'digestsWithoutTag'> | undefined,
): readonly RemovalTarget[] {
  const names = [
    ...(details?.references.map((reference) => reference.familiar) ?? []),
    ...(details?.digestsWithoutTag ?? []),
  ]
  if (names.length === 0) return [{ type: 'image', imageId }]
  return names.map((reference) => ({ type: 'reference', reference, imageId }))
}
