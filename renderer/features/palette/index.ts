import { lazy } from 'react'

export { type Command, useCommands } from './commands'
export { rank } from './palette.logic'

/** Comes when it is first opened. */
export const PaletteDialog = lazy(async () => ({ default: (await import('./PaletteDialog')).PaletteDialog }))
