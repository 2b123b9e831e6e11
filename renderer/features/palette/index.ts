import { lazy } from 'react'

export { type Command, useCommands } from './commands'

/** Comes when it is first opened. */
export const PaletteDialog = lazy(async () => ({ default: (await import('./PaletteDialog')).PaletteDialog }))
