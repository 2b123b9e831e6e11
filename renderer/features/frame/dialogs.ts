import type { FileGrant } from '@shared/domain/files'
import type { ContainerUse, ImageRow } from '@shared/domain/image'
import type { SavedImageView } from '@shared/domain/imageView'
import type { RemovalTarget } from '@shared/domain/removal'
import type { RunOptions } from '@shared/domain/run'
import { createStore, useStore } from '../../components'
import type { SideName } from './compareSides'

/** A dialog as data: any feature may ask for one without knowing who draws it. */
export type DialogRequest =
  | { readonly type: 'tag'; readonly row: ImageRow }
  | { readonly type: 'remove'; readonly targets: readonly RemovalTarget[] }
  | { readonly type: 'pull'; readonly reference?: string; readonly platform?: string }
  | { readonly type: 'push'; readonly row: ImageRow }
  | {
      readonly type: 'run'
      /** Reference or id that is run. */
      readonly image: string
      readonly imageId?: string
      /** Settings to begin with. */
      readonly options?: RunOptions
      readonly replace?: { readonly id: string; readonly name: string }
    }
  | {
      readonly type: 'container'
      readonly action: 'stop' | 'remove'
      readonly container: ContainerUse
    }
  | { readonly type: 'save'; readonly rows: readonly ImageRow[] }
  | { readonly type: 'load'; readonly file: FileGrant; readonly intent: 'load' | 'import' }
  /** Names what is set in the list of images; `old`: gives the view of that name another one. */
  | { readonly type: 'imageView'; readonly view: Omit<SavedImageView, 'name'>; readonly old?: string }
  /** An image of a registry: to look into, or for a side of a comparison. */
  | { readonly type: 'registryImage'; readonly reference?: string; readonly to: 'contents' | SideName }
  | { readonly type: 'engineImage'; readonly side: SideName }
  | { readonly type: 'engines' }
  | { readonly type: 'palette' }

type Shown = { readonly request: DialogRequest | undefined; readonly returnFocus: HTMLElement | null }

const shown = createStore<Shown>({ request: undefined, returnFocus: null })

export type Dialogs = {
  readonly open: (request: DialogRequest) => void
  readonly close: () => void
}

/** One at a time: opening another takes the place of the first. */
export const dialogs: Dialogs = {
  open: (request) => {
    const active = document.activeElement
    // A menu or the palette that asked is about to vanish: the focus goes back to where it was before them.
    const inPassing = active === null || active === document.body || active.closest('[role=menu]') !== null
    const before = shown.get()
    const returnFocus =
      before.request !== undefined || inPassing || !(active instanceof HTMLElement)
        ? before.returnFocus
        : active
    shown.set({ request, returnFocus })
  },
  close: () => {
    const { request, returnFocus } = shown.get()
    if (request === undefined) return
    shown.set({ request: undefined, returnFocus: null })
    setTimeout(() => {
      if (returnFocus?.isConnected === true) returnFocus.focus()
    })
  },
}

export function useDialogs(): Dialogs {
  return dialogs
}

export function useShownDialog(): DialogRequest | undefined {
  return useStore(shown, (now) => now.request)
}
