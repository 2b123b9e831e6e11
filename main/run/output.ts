import type { LogStream } from '@shared/domain/build'
import { emptyReader, flushLog, type LogReader, readLog } from '@shared/domain/buildLog'
import type { OutputPiece } from '../ports/containerEngine'

export type FollowedOutput = {
  /** Resolves at the end of the output, however it ends. */
  readonly done: Promise<void>
  /** Lines so far. */
  readonly lines: () => number
}

/** A prompt has no line end: what stands for so long is shown. */
const promptMs = 250

/**
 * Writes the output of a container to a job's log, line by line: characters are whole although pieces cut them, colours
 * and cursor movements are taken out, and the log makes the rest harmless and keeps it in bounds.
 */
export function followOutput(
  pieces: AsyncIterable<OutputPiece>,
  log: (text: string, stream: LogStream) => void,
): FollowedOutput {
  let count = 0
  const streams = {
    stdout: { decoder: new TextDecoder(), reader: emptyReader },
    stderr: { decoder: new TextDecoder(), reader: emptyReader },
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const write = (lines: readonly { readonly text: string }[], stream: LogStream) => {
    if (lines.length === 0) return
    count += lines.length
    log(lines.map(({ text }) => text).join('\n'), stream)
  }
  const flush = () => {
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = streams[name]
      write(flushLog(stream.reader, name), name)
      stream.reader = { ...emptyReader, style: stream.reader.style } satisfies LogReader
    }
  }
  const follow = async () => {
    for await (const { stream: name, bytes } of pieces) {
      clearTimeout(timer)
      const stream = streams[name]
      const text = stream.decoder.decode(bytes, { stream: true })
      const read = readLog(stream.reader, text, name)
      stream.reader = read.reader
      write(read.lines, name)
      timer = setTimeout(flush, promptMs)
    }
  }
  // A broken output is no failure of the run: the exit code is told apart from it.
  const done = follow()
    .catch(() => {})
    .then(() => {
      clearTimeout(timer)
      flush()
    })
  return { done, lines: () => count }
}
