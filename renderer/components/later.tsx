import { type ReactNode, useLayoutEffect, useState } from 'react'

type Shown<P> = (props: P) => ReactNode
type State<P> =
  | { readonly type: 'loading' }
  | { readonly type: 'loaded'; readonly Shown: Shown<P> }
  | { readonly type: 'failed'; readonly cause: unknown }

type Later<P> = Shown<P> & {
  /** Brings the code before it is wanted, so that it shows at once. Where that fails showing it tries again. */
  readonly preload: () => Promise<void>
}

/**
 * A component whose code is loaded when it is first shown; nothing is there until then. No `lazy`: what had to wait behind a
 * Suspense boundary is held back by React for 300 ms (FALLBACK_THROTTLE_MS), though the code is there after 20.
 */
export function later<P extends object>(load: () => Promise<Shown<P>>): Later<P> {
  let loaded: Shown<P> | undefined
  const bring = async (): Promise<Shown<P>> => {
    loaded = await load()
    return loaded
  }
  function Late(props: P): ReactNode {
    const [state, setState] = useState<State<P>>(() =>
      loaded === undefined ? { type: 'loading' } : { type: 'loaded', Shown: loaded },
    )
    const isLoading = state.type === 'loading'
    useLayoutEffect(() => {
      if (!isLoading) return undefined
      let isMounted = true
      const enter = (next: State<P>) => {
        if (isMounted) setState(next)
      }
      bring().then(
        (Shown) => enter({ type: 'loaded', Shown }),
        (cause: unknown) => enter({ type: 'failed', cause }),
      )
      return () => {
        isMounted = false
      }
    }, [isLoading])
    if (state.type === 'failed') throw state.cause
    return state.type === 'loaded' ? <state.Shown {...props} /> : null
  }
  const preload = async (): Promise<void> => {
    await bring().catch(() => undefined)
  }
  return Object.assign(Late, { preload })
}
