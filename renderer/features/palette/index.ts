import { later } from '../../components/later'

export { type Command, useCommands } from './commands'
export { rank } from './palette.logic'

/** Comes when it is first opened. */
export const PaletteDialog = later(async () => (await import('./PaletteDialog')).PaletteDialog)
