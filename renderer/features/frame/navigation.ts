import { createStore, useStore } from '../../components'

export type View = 'images' | 'search' | 'disk' | 'activity' | 'settings'

export type Place = {
  readonly view: View
  /** The image whose details are open beside the list. */
  readonly imageId: string | undefined
}

const place = createStore<Place>({ view: 'images', imageId: undefined })

/** Where the window is. Moves are made in event handlers. */
export const navigation = {
  goTo: (view: View): void => place.set((now) => ({ ...now, view })),
  /** Shows an image in the list with its details. */
  openImage: (imageId: string): void => place.set({ view: 'images', imageId }),
  closeDetails: (): void =>
    place.set((now) => (now.imageId === undefined ? now : { ...now, imageId: undefined })),
  place: (): Place => place.get(),
}

export function usePlace(): Place {
  return useStore(place, (now) => now)
}
