import type { ImagePlace } from '@shared/domain/contents'
import { createStore, useStore } from '../../components'
import { navigation } from './navigation'

export type SideName = 'left' | 'right'

/** An image that is to be compared, wherever it is. */
export type ComparedImage = {
  readonly place: ImagePlace
  /** One of the place's images; without it main chooses. */
  readonly choice?: string
  /** What to call it until it is opened: untrusted text. */
  readonly name: string
}

export type CompareSides = { readonly [S in SideName]?: ComparedImage }

const store = createStore<CompareSides>({})

/** What stands on the page Compare; changed in event handlers only, kept while the person looks elsewhere. */
export const compareSides = {
  get: store.get,
  put: (side: SideName, image: ComparedImage): void => store.set((now) => ({ ...now, [side]: image })),
  clear: (side: SideName): void =>
    store.set(({ left, right }) =>
      side === 'left' ? (right === undefined ? {} : { right }) : left === undefined ? {} : { left },
    ),
  swap: (): void =>
    store.set(({ left, right }) => ({
      ...(right === undefined ? {} : { left: right }),
      ...(left === undefined ? {} : { right: left }),
    })),
  /** Goes to the page with this image on the left; the right is chosen there, or given. */
  open: (left: ComparedImage, right?: ComparedImage): void => {
    store.set(right === undefined ? { left } : { left, right })
    navigation.goTo('compare')
  },
}

export function useCompareSides(): CompareSides {
  return useStore(store, (now) => now)
}
