import type { FileGrant } from '@shared/domain/files'
import { createStore, useStore } from '../../components'

export type View = 'images' | 'builds' | 'search' | 'disk' | 'cleanup' | 'activity' | 'settings'

export type Place = {
  readonly view: View
  /** The image whose details are open beside the list. */
  readonly imageId: string | undefined
  /** Which of its details are wanted first; the overview when nothing is said. */
  readonly tab?: 'layers' | undefined
  readonly builds: BuildsPlace
}

/** What the Builds page has open. */
export type BuildsPlace =
  | { readonly type: 'latest' }
  | { readonly type: 'form'; readonly source: FileGrant }
  | { readonly type: 'build'; readonly jobId: string }

const place = createStore<Place>({ view: 'images', imageId: undefined, builds: { type: 'latest' } })

/** Where the window is. Moves are made in event handlers. */
export const navigation = {
  goTo: (view: View): void => place.set((now) => ({ ...now, view })),
  /** Shows an image in the list with its details. */
  openImage: (imageId: string, tab?: Place['tab']): void =>
    place.set((now) => ({ ...now, view: 'images', imageId, tab })),
  /** What to build, not yet begun. */
  openBuildForm: (source: FileGrant): void =>
    place.set((now) => ({ ...now, view: 'builds', builds: { type: 'form', source } })),
  openBuild: (jobId: string): void =>
    place.set((now) => ({ ...now, view: 'builds', builds: { type: 'build', jobId } })),
  closeBuildForm: (): void => place.set((now) => ({ ...now, builds: { type: 'latest' } })),
  closeDetails: (): void =>
    place.set((now) => (now.imageId === undefined ? now : { ...now, imageId: undefined })),
  place: (): Place => place.get(),
}

export function usePlace(): Place {
  return useStore(place, (now) => now)
}
