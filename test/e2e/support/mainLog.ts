import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type LogLine = { readonly level: 'info' | 'warn' | 'bug'; readonly message: string }

/** What main logged in this data folder so far. */
export function mainLog(userData: string): readonly LogLine[] {
  const path = join(userData, 'logs', 'strata.log')
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): LogLine => JSON.parse(line))
}

/** Bugs that main met: none is ever right. */
export function bugsIn(userData: string): readonly string[] {
  return mainLog(userData)
    .filter(({ level }) => level === 'bug')
    .map(({ message }) => message)
}
