import { appError } from '../errors'
import { err, ok, type Result } from '../result'
import { ellipsis, harmless } from '../text'

/** What an import can set (docker/docs, `docker image import --change`; moby, builder/dockerfile: validCommitCommands). */
export const importInstructions = [
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const

const known: ReadonlySet<string> = new Set(importInstructions)

/**
 * Dockerfile instructions, one a line; a line goes on after a backslash at its end, as in a Dockerfile. Empty lines and
 * comments are nothing. Errors: IMPORT_CHANGE_UNKNOWN {line, word}, IMPORT_CHANGE_EMPTY {line, word}.
 */
export function parseChanges(text: string): Result<readonly string[]> {
  const changes: string[] = []
  for (const { line, whole } of wholeLines(text)) {
    const [word = '', rest = ''] = splitOnce(whole)
    const params = { line, word: ellipsis(harmless(word), 40) }
    if (!known.has(word.toUpperCase())) return err(appError('IMPORT_CHANGE_UNKNOWN', params))
    if (rest === '') return err(appError('IMPORT_CHANGE_EMPTY', params))
    changes.push(`${word.toUpperCase()} ${rest}`)
  }
  return ok(changes)
}

function wholeLines(text: string): readonly { readonly line: number; readonly whole: string }[] {
  const found: { line: number; whole: string }[] = []
  let open: { line: number; whole: string } | undefined
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const piece = raw.trim()
    if (piece === '' || piece.startsWith('#')) continue
    const goesOn = piece.endsWith('\\')
    const words = goesOn ? piece.slice(0, -1).trimEnd() : piece
    open =
      open === undefined ? { line: index + 1, whole: words } : { ...open, whole: `${open.whole} ${words}` }
    if (goesOn) continue
    found.push(open)
    open = undefined
  }
  return open === undefined ? found : [...found, open]
}

function splitOnce(line: string): readonly string[] {
  const match = /^(\S+)(?:\s+([\s\S]*))?$/.exec(line)
  return [match?.[1] ?? '', match?.[2]?.trim() ?? '']
}
