import type { ImageId } from '@shared/domain/image'
import { createStore, useStore } from '../../components'

const chosenImages = createStore<ReadonlySet<ImageId>>(new Set())

/** Images picked on the disk page, in the picture or in the table, for what would come of their bytes. */
export const chosen = {
  toggle: (ids: readonly ImageId[], on: boolean): void =>
    chosenImages.set((now) => {
      const next = new Set(now)
      for (const id of ids) {
        if (on) next.add(id)
        else next.delete(id)
      }
      return next
    }),
  clear: (): void => chosenImages.set(new Set()),
}

export function useChosen(): ReadonlySet<ImageId> {
  return useStore(chosenImages, (now) => now)
}
