import type { ContainerUse } from '@shared/domain/image'
import { harmless } from '@shared/text'

const shown = 3

export type NameList = {
  readonly names: string
  /** How many are not named. */
  readonly more: number
  readonly count: number
}

/** The first few names for a sentence, made safe to read. */
export function nameList(names: readonly string[]): NameList {
  return {
    names: names
      .slice(0, shown)
      .map((name) => harmless(name))
      .join(', '),
    more: Math.max(0, names.length - shown),
    count: names.length,
  }
}

export function containerNames(containers: readonly ContainerUse[]): NameList {
  return nameList(containers.map((container) => container.name))
}
