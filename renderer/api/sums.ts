import type { ImageBases, ImageSums } from '@shared/domain/sizes'
import { useEffect, useState } from 'react'
import { strata, unwrap } from './client'

/** How long a selection rests before it is summed up, in ms. */
const quietMs = 250

/** While layers are being read, sums are asked for again, ever later, in ms. */
const againMs = [2_000, 4_000, 8_000, 15_000, 15_000, 15_000]

export type SumsOfSets = { readonly sets: readonly (readonly string[])[]; readonly answer: ImageSums }

/**
 * What sets of images are on the disk, anew for each revision of the list; the last answer until then, with the sets that
 * it is about. Not by the query cache: thousands of ids are no key.
 */
export function useImageSums(
  sets: readonly (readonly string[])[],
  revision: number | undefined,
): SumsOfSets | undefined {
  const [told, setTold] = useState<SumsOfSets>()
  useEffect(() => {
    if (revision === undefined || sets.every((set) => set.length === 0)) return
    const sent = sets.map((set) => [...set])
    return repeatedly(async (isWanted) => {
      const answer = await unwrap(strata().images.sums({ sets: sent }))
      if (isWanted()) setTold({ sets, answer })
      return answer.unread > 0
    })
  }, [sets, revision])
  return told
}

/** Who was made from whom; asked for only with a revision. */
export function useImageBases(revision: number | undefined): ImageBases | undefined {
  const [bases, setBases] = useState<ImageBases>()
  useEffect(() => {
    if (revision === undefined) return
    return repeatedly(async (isWanted) => {
      const answer = await unwrap(strata().images.bases())
      if (isWanted()) setBases(answer)
      return answer.unread > 0
    })
  }, [revision])
  return bases
}

/** Asks when it has been quiet, and again while the answer says so. Answers how to stop. */
function repeatedly(ask: (isWanted: () => boolean) => Promise<boolean>): () => void {
  let wanted = true
  let timer: ReturnType<typeof setTimeout> | undefined
  const after = (ms: number, times: number): void => {
    timer = setTimeout(() => void once(times), ms)
  }
  const once = async (times: number): Promise<void> => {
    // The engine is away: the list says so, and comes with a new revision.
    const again = await ask(() => wanted).catch(() => false)
    const next = againMs[times]
    if (wanted && again && next !== undefined) after(next, times + 1)
  }
  after(quietMs, 0)
  return () => {
    wanted = false
    clearTimeout(timer)
  }
}
