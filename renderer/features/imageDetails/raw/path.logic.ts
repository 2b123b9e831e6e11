import { shellWord } from '../overview/command.logic'

/** `ExposedPorts` and `.Config.ExposedPorts` both mean the path; blanks around it mean nothing. */
export function tidyPath(typed: string): string {
  const path = typed.trim()
  if (path === '' || path === '.') return ''
  return path.startsWith('.') ? path : `.${path}`
}

/** The line that gives the same part in a terminal. */
export function inspectLine(name: string, path: string, format: string): string {
  const image = shellWord(name)
  if (path === '') return `docker image inspect ${image}`
  return `docker image inspect --format '${format.replaceAll("'", `'\\''`)}' ${image}`
}

/** Parts that people ask for most, offered while the field is empty. */
export const usualPaths: readonly string[] = [
  '.Config.ExposedPorts',
  '.Config.Env',
  '.Config.Labels',
  '.Config.Cmd',
  '.RootFS.Layers',
  '.RepoDigests',
]
