import type { ContentBase } from '@shared/domain/contents'
import type { BaseImage } from '@shared/domain/imageHistory'
import type { Neighbours } from './contents'
import type { EngineInside } from './contents/places/engineInside'
import type { Images } from './images'

/** What images tell, as the reading of contents wants it. */
export function engineInsideOf(facts: Awaited<ReturnType<Images['inside']>>): EngineInside {
  const { inspected, history, aligned, sharedBy, base } = facts
  return {
    inspected,
    history,
    steps: aligned.steps,
    sharedBy,
    ...(base === undefined ? {} : { base: baseOf(base.image) }),
  }
}

export function neighbourFacts(facts: Awaited<ReturnType<Images['neighbours']>>): Neighbours | undefined {
  if (facts === undefined) return undefined
  const { sharedBy, base } = facts
  return { sharedBy, ...(base === undefined ? {} : { base: baseOf(base) }) }
}

function baseOf({ name, layers, known }: BaseImage): Omit<ContentBase, 'bytes'> {
  return { layers, known, ...(name === undefined ? {} : { name }) }
}

/** Node's names of processors, as images have them (Go's). */
export function architectureOf(arch: string): string {
  const known: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', ppc64: 'ppc64le' }
  return known[arch] ?? arch
}
