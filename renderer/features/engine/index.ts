import { later } from '../../components/later'

export { EngineBanner } from './EngineBanner'
export { EngineSwitcher } from './EngineSwitcher'
export { EngineTrouble } from './EngineTrouble'

/** Comes when it is first opened. */
export const EngineDialog = later(async () => (await import('./EngineDialog')).EngineDialog)
