import { useLayoutEffect } from 'react'

let holders = 0

function setInert(inert: boolean): void {
  const root = document.getElementById('root')
  if (root !== null) root.inert = inert
}

/** While the caller is mounted the window behind it can be neither reached by keys nor read: dialogs live outside of it. */
export function useInertRoot(): void {
  useLayoutEffect(() => {
    holders += 1
    setInert(true)
    return () => {
      holders -= 1
      setInert(holders > 0)
    }
  }, [])
}
