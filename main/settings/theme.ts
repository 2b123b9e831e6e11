import { isRecord } from './settingsFile'

export type ThemeChoice = 'system' | 'light' | 'dark'

/** The theme alone, before the schema library is there: the window's first colour depends on it. */
export function readTheme(stored: unknown): ThemeChoice {
  const theme = isRecord(stored) ? stored['theme'] : undefined
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
