import { exportText, harmless } from '../text'
import type { LogLine, LogStream, StepLog, TextStyle } from './build'
import { applySgr, isPlain, plain, type Sgr } from './sgr'

/** Output that is read piece by piece: what is left of the last one. Opaque. */
export type LogReader = {
  readonly style: Sgr
  readonly runs: readonly { readonly text: string; readonly style: Sgr }[]
  readonly length: number
  readonly cut: number
  /** The begin of an escape sequence whose rest has not come. */
  readonly held: string
  /** After a carriage return, the next character begins the line anew, as a progress bar does. */
  readonly returned: boolean
}

export const emptyReader: LogReader = { style: plain, runs: [], length: 0, cut: 0, held: '', returned: false }

/** Characters of one line; the rest is counted. */
export const maxLineChars = 8_192

// Line ends, colours, and sequences that move cursors, set titles, make links and the like, in that order. No sequence
// reaches over a line end or is longer than its limit: what is longer is no sequence, and its ESC is shown.
const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(\n)|(\r)|\x1b\[([0-9;:]{0,64})m|\x1b(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\)|[PX^_][^\x1b\n]{0,4096}\x1b\\|[ -/]{0,8}[0-OQ-WYZ\\`-~])/g
/** Something that more text could still make into one of the sequences above. */
const unfinished =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\x1b(?:\[[0-?]{0,64}[ -/]{0,8}|\][^\x07\x1b\n]{0,4096}\x1b?|[PX^_][^\x1b\n]{0,4096}\x1b?|[ -/]{0,8})$/

/** The lines that `text` completes. Cutting a text anywhere and reading the pieces gives the same lines. */
export function readLog(
  reader: LogReader,
  text: string,
  stream: LogStream,
): { readonly reader: LogReader; readonly lines: readonly LogLine[] } {
  const whole = reader.held + text
  const tail = whole.includes('\u001b') ? (unfinished.exec(whole)?.index ?? whole.length) : whole.length
  const line = openLine({ ...reader, held: whole.slice(tail) })
  const lines: LogLine[] = []
  let at = 0
  for (const match of whole.slice(0, tail).matchAll(token)) {
    line.add(whole.slice(at, match.index))
    at = match.index + match[0].length
    if (match[1] !== undefined) lines.push(line.take(stream))
    else if (match[2] !== undefined) line.carriageReturn()
    else if (match[3] !== undefined) line.restyle(match[3])
  }
  line.add(whole.slice(at, tail))
  return { reader: line.reader(), lines }
}

/** What stands without a line end when the output is over. */
export function flushLog(reader: LogReader, stream: LogStream): readonly LogLine[] {
  const line = openLine({ ...reader, held: '' })
  line.add(reader.held)
  const { length, cut } = line.reader()
  return length === 0 && cut === 0 ? [] : [line.take(stream)]
}

/** One line while it is being read; the only thing here that changes in place. */
function openLine(from: LogReader) {
  let { style, length, cut, returned } = from
  let runs = [...from.runs]
  const clear = () => {
    runs = []
    length = 0
    cut = 0
    returned = false
  }
  return {
    add(text: string): void {
      if (text === '') return
      if (returned) clear()
      const room = maxLineChars - length
      const kept = text.length > room ? text.slice(0, room) : text
      cut += text.length - kept.length
      length += kept.length
      const last = runs.at(-1)
      if (last !== undefined && last.style === style)
        runs[runs.length - 1] = { text: last.text + kept, style }
      else if (kept !== '') runs.push({ text: kept, style })
    },
    carriageReturn(): void {
      returned = true
    },
    restyle(parameters: string): void {
      style = applySgr(style, parameters)
    },
    take(stream: LogStream): LogLine {
      const line = lineOf(runs, stream, cut)
      clear()
      return line
    },
    reader: (): LogReader => ({ style, runs, length, cut, held: from.held, returned }),
  }
}

function lineOf(runs: LogReader['runs'], stream: LogStream, cut: number): LogLine {
  let text = ''
  const styles: TextStyle[] = []
  for (const run of runs) {
    const shown = harmless(run.text, { keepTabs: true })
    if (!isPlain(run.style)) styles.push({ from: text.length, to: text.length + shown.length, ...run.style })
    text += shown
  }
  return { text, stream, ...(styles.length === 0 ? {} : { styles }), ...(cut === 0 ? {} : { cut }) }
}

/** The log as a file or the clipboard gets it: plain text that no CI takes for a command. */
export function exportLog(log: StepLog): string {
  const dropped = log.dropped === 0 ? [] : [`[… ${log.dropped}]`]
  return exportText([...dropped, ...log.lines.map(({ text }) => text)].join('\n'))
}
