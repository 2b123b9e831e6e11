import type { LogStream } from '@shared/domain/build'
import type { JobLog } from '@shared/job'
import { cut, harmless } from '@shared/text'

/** Lines kept, and characters kept, of one job. */
const maxLines = 10_000
const maxChars = 4_000_000
/** Characters of one line. */
const maxLine = 8_192
/** Characters of one answer: a message stays under 1 MB. */
const maxAnswer = 400_000

/** A log that can't grow: the oldest lines go, and their number is kept. */
export class JobLogRing {
  readonly #lines: string[] = []
  /** Numbers of lines, counted from the first ever. */
  readonly #stderr = new Set<number>()
  #dropped = 0
  #chars = 0

  /** Lines ever written. */
  get count(): number {
    return this.#dropped + this.#lines.length
  }

  write(text: string, stream?: LogStream): void {
    for (const line of text.split('\n')) {
      const kept = cut(harmless(line, { keepTabs: true }), maxLine)
      if (stream === 'stderr') this.#stderr.add(this.count)
      this.#lines.push(kept)
      this.#chars += kept.length
    }
    let excess = Math.max(0, this.#lines.length - maxLines)
    let chars = this.#chars
    for (let i = 0; i < excess; i += 1) chars -= this.#lines[i]?.length ?? 0
    while (chars > maxChars && excess < this.#lines.length - 1) {
      chars -= this.#lines[excess]?.length ?? 0
      excess += 1
    }
    if (excess === 0) return
    this.#lines.splice(0, excess)
    for (let gone = this.#dropped; gone < this.#dropped + excess; gone += 1) this.#stderr.delete(gone)
    this.#dropped += excess
    this.#chars = chars
  }

  /** Lines from number `from` on, as many as fit one message; the reader asks again from where it ended. */
  read(from: number): JobLog {
    const first = Math.max(from, this.#dropped)
    const lines: string[] = []
    let chars = 0
    for (let i = first - this.#dropped; i < this.#lines.length; i += 1) {
      const line = this.#lines[i] ?? ''
      chars += line.length + 3
      if (chars > maxAnswer && lines.length > 0) break
      lines.push(line)
    }
    const stderr = lines.flatMap((_, index) => (this.#stderr.has(first + index) ? [first + index] : []))
    return { from: first, lines, dropped: this.#dropped, ...(stderr.length === 0 ? {} : { stderr }) }
  }
}
