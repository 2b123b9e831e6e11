import { lazy } from 'react'

export { ImagesPage } from './ImagesPage'

/** Comes when it is first opened. */
export const ViewNameDialog = lazy(async () => ({
  default: (await import('./views/ViewNameDialog')).ViewNameDialog,
}))
