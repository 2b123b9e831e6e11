import { createContext, useContext } from 'react'

/** Ids that a running job will remove: a context, so that a job's progress redraws one cell and not the rows. */
export const GoingImages = createContext<ReadonlySet<string>>(new Set())

export function useIsGoing(imageId: string): boolean {
  return useContext(GoingImages).has(imageId)
}
