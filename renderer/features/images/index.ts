import { later } from '../../components/later'

export { ImagesPage } from './ImagesPage'

/** Comes when it is first opened. */
export const ViewNameDialog = later(async () => (await import('./views/ViewNameDialog')).ViewNameDialog)
