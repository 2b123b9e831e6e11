import type { RunCommand } from '@shared/domain/imageDetails'

const plainWord = /^[A-Za-z0-9_@%+=:,./-]+$/

/** One word as a POSIX shell would need it: what is copied runs as it is shown. */
export function shellWord(word: string): string {
  if (plainWord.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}

export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ')
}

export type CommandPart = {
  readonly source: 'entrypoint' | 'cmd'
  readonly text: string
  /** Recorded in the image, but never reaches the process. */
  readonly ignored: boolean
}

/** ENTRYPOINT first, CMD after it as its arguments: the order in which Docker joins them. */
export function commandParts(command: RunCommand): readonly CommandPart[] {
  const parts: CommandPart[] = []
  if (command.entrypoint.length > 0)
    parts.push({ source: 'entrypoint', text: shellLine(command.entrypoint), ignored: false })
  if (command.cmd.length > 0)
    parts.push({ source: 'cmd', text: shellLine(command.cmd), ignored: command.cmdIgnored })
  return parts
}

/** What really starts, as one line to copy. */
export function runLine(command: RunCommand): string {
  return commandParts(command)
    .filter((part) => !part.ignored)
    .map((part) => part.text)
    .join(' ')
}

export type CommandNote =
  | 'nothingToRun'
  | 'cmdIgnored'
  | 'argumentsIgnored'
  | 'cmdIsArguments'
  | 'entrypointOnly'
  | 'cmdReplaceable'

/** The one sentence that explains what arguments of `docker run IMAGE ...` will do. */
export function commandNote(command: RunCommand): CommandNote {
  const hasEntrypoint = command.entrypoint.length > 0
  const hasCmd = command.cmd.length > 0
  if (!hasEntrypoint && !hasCmd) return 'nothingToRun'
  if (!hasEntrypoint) return 'cmdReplaceable'
  if (command.cmdIgnored) return 'cmdIgnored'
  if (command.entrypointForm === 'shell') return 'argumentsIgnored'
  return hasCmd ? 'cmdIsArguments' : 'entrypointOnly'
}
