import { lazy } from 'react'

export { EngineBanner } from './EngineBanner'
export { EngineSwitcher } from './EngineSwitcher'
export { EngineTrouble } from './EngineTrouble'

/** Comes when it is first opened. */
export const EngineDialog = lazy(async () => ({ default: (await import('./EngineDialog')).EngineDialog }))
