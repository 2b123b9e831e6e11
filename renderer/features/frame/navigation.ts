import type { ImagePlace, TreeMode } from '@shared/domain/contents'
import type { FileGrant } from '@shared/domain/files'
import { createStore, useStore } from '../../components'

export type View =
  | 'images'
  | 'contents'
  | 'compare'
  | 'builds'
  | 'search'
  | 'disk'
  | 'cleanup'
  | 'activity'
  | 'settings'

export type Place = {
  readonly view: View
  /** The image whose details are open beside the list. */
  readonly imageId: string | undefined
  /** Which of its details are wanted first; the overview when nothing is said. */
  readonly tab?: 'layers' | 'files' | undefined
  readonly builds: BuildsPlace
  /** What the page of an image's contents has open; undefined: nothing yet. */
  readonly contents?: ContentsPlace | undefined
}

/** What the Builds page has open. */
export type BuildsPlace =
  | { readonly type: 'latest' }
  | { readonly type: 'form'; readonly source: FileGrant }
  | { readonly type: 'build'; readonly jobId: string }

export type ContentsTab = 'files' | 'waste' | 'dockerfile' | 'about'

/** An image that is looked into, and what of it is in sight. */
export type ContentsPlace = {
  readonly place: ImagePlace
  /** One of the place's images; without it main chooses. */
  readonly choice?: string | undefined
  readonly tab: ContentsTab
  /** Position of the layer; the top one when nothing is said. */
  readonly layer?: number | undefined
  /** All files up to the layer when nothing is said. */
  readonly mode?: TreeMode | undefined
}

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
  /** Looks into an image, wherever it is. */
  openContents: (open: Omit<ContentsPlace, 'tab'> & { readonly tab?: ContentsTab }): void =>
    place.set((now) => ({ ...now, view: 'contents', contents: { tab: 'files', ...open } })),
  /** Another tab, layer or platform of what is open. */
  changeContents: (change: Partial<Omit<ContentsPlace, 'place'>>): void =>
    place.set((now) =>
      now.contents === undefined ? now : { ...now, contents: { ...now.contents, ...change } },
    ),
  closeContents: (): void => place.set((now) => ({ ...now, contents: undefined })),
  closeDetails: (): void =>
    place.set((now) => (now.imageId === undefined ? now : { ...now, imageId: undefined })),
  place: (): Place => place.get(),
}

/** What `pick` takes of it; nothing is drawn anew for the rest. */
export function usePlace<P>(pick: (now: Place) => P): P {
  return useStore(place, pick)
}
