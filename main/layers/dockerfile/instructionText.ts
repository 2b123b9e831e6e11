import type { Instruction } from '@shared/domain/instruction'
import { goList, jsonList, unquote } from './goText'

/**
 * An instruction as one would write it. What the record does not hold (the source of a classic `COPY file:<digest> in /x`,
 * the stage of a `--from`) can't be given back: it is left as recorded.
 * @param shell that runs commands at this step
 */
export function instructionText({ keyword, rest }: Instruction, shell: string): string {
  if (keyword === undefined) return rest
  const text = restOf(keyword, rest, shell)
  return text === '' ? keyword : `${keyword} ${text}`
}

function restOf(keyword: string, rest: string, shell: string): string {
  switch (keyword) {
    case 'RUN':
      return runText(rest)
    case 'CMD':
    case 'ENTRYPOINT':
      return commandText(rest, shell)
    case 'ENV':
    case 'LABEL':
      return pairsText(rest)
    case 'EXPOSE':
      return portsText(rest)
    case 'VOLUME':
      return wordsOf(rest)?.join(' ') ?? rest
    case 'SHELL':
      return jsonText(shellWords(rest), rest)
    case 'HEALTHCHECK':
      return healthText(rest)
    default:
      return rest
  }
}

/** Line breaks come from a here-document: what else is broken over lines is joined before it is recorded. */
function runText(command: string): string {
  const text = command.trimEnd()
  if (!text.includes('\n') || text.startsWith('<<')) return text
  const lines = new Set(text.split('\n'))
  let end = 'EOF'
  while (lines.has(end)) end += '_'
  return `<<${end}\n${text}\n${end}`
}

function commandText(rest: string, shell: string): string {
  const words = goList(rest)
  if (words === undefined) return rest
  const command = words.at(-1) ?? ''
  const isShell = words.length > 1 && words.slice(0, -1).join(' ') === shell
  return isShell && !command.includes('\n') ? command : jsonList(words)
}

/** Values are recorded without their quotes: a pair ends where the next `key=` begins. */
function pairsText(rest: string): string {
  return rest
    .split(/\s+(?=[\w.\-/]+=)/)
    .map((pair) => {
      const at = pair.indexOf('=')
      return at < 1 ? pair : `${pair.slice(0, at)}=${quotedValue(pair.slice(at + 1))}`
    })
    .join(' ')
}

function quotedValue(value: string): string {
  if (/^(?:[^\s"'\\$]*|"(?:[^"\\]|\\.)*"|'[^']*')$/.test(value)) return value
  return `"${value.replace(/["\\$]/g, '\\$&')}"`
}

function portsText(rest: string): string {
  const inner = /^map\[(.*)\]$/s.exec(rest)?.[1]
  if (inner === undefined) return rest
  return inner
    .split(' ')
    .map((port) => port.replace(/:\{\}$/, ''))
    .join(' ')
}

/** `[/data /x]` as Go prints a list, or quoted. */
function wordsOf(rest: string): readonly string[] | undefined {
  const inner = /^\[(.*)\]$/s.exec(rest)?.[1]
  return goList(rest) ?? inner?.split(' ').filter((word) => word !== '')
}

/** Words of a SHELL; a word with a blank can't be told from two. */
export function shellWords(rest: string): readonly string[] | undefined {
  return wordsOf(rest)
}

function jsonText(words: readonly string[] | undefined, rest: string): string {
  return words === undefined ? rest : jsonList(words)
}

/** `&{["CMD-SHELL" "curl x"] "30s" "3s" "0s" "0s" '\x03'}`: interval, timeout, start period, start interval (since 25.0). */
const health = /^&\{(\[.*\]) "([^"]*)" "([^"]*)" "([^"]*)"(?: "([^"]*)")? '(.*)'\}$/s

function healthText(rest: string): string {
  const found = health.exec(rest)
  const test = found === null ? undefined : goList(found[1] ?? '')
  if (found === null || test === undefined) return rest
  const [, , interval, timeout, period, startInterval, retries] = found
  const count = unquote(retries ?? '').codePointAt(0) ?? 0
  const options = [
    option('interval', interval),
    option('timeout', timeout),
    option('start-period', period),
    option('start-interval', startInterval),
    count > 0 ? `--retries=${count}` : undefined,
  ].filter((text) => text !== undefined)
  return [...options, healthCommand(test)].join(' ')
}

function option(name: string, value: string | undefined): string | undefined {
  return value === undefined || value === '0s' || value === '' ? undefined : `--${name}=${value}`
}

function healthCommand([kind = '', ...words]: readonly string[]): string {
  if (kind === 'CMD-SHELL') return `CMD ${words.join(' ')}`
  return kind === 'CMD' ? `CMD ${jsonList(words)}` : kind
}
