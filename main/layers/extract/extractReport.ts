import type { ExtractReport, PlannedEntry } from './plan'

const maxListed = 200
type LeftOut = ExtractReport['leftOut'][number]

/** Counts everything, keeps the first ones by name. */
export class ReportBuilder {
  #files = 0
  #folders = 0
  #bytes = 0
  #renamedCount = 0
  #leftOutCount = 0
  readonly #renamed: { readonly path: string; readonly as: string }[] = []
  readonly #leftOut: LeftOut[] = []

  get files(): number {
    return this.#files
  }
  get bytes(): number {
    return this.#bytes
  }

  addFolder(): void {
    this.#folders += 1
  }

  addFile(bytes: number): void {
    this.#files += 1
    this.#bytes += bytes
  }

  addRenamed(path: readonly Uint8Array[], as: string): void {
    this.#renamedCount += 1
    if (this.#renamed.length < maxListed) this.#renamed.push({ path: textOf(path), as })
  }

  leaveOut(entry: PlannedEntry, reason: LeftOut['reason'], link?: Uint8Array): void {
    this.#leftOutCount += 1
    if (this.#leftOut.length >= maxListed) return
    const target = link === undefined ? {} : { target: Buffer.from(link).toString('utf8') }
    this.#leftOut.push({ path: textOf(entry.path), kind: entry.kind, reason, ...target })
  }

  report(): ExtractReport {
    return {
      files: this.#files,
      folders: this.#folders,
      bytes: this.#bytes,
      renamed: this.#renamed,
      renamedCount: this.#renamedCount,
      leftOut: this.#leftOut,
      leftOutCount: this.#leftOutCount,
    }
  }
}

function textOf(path: readonly Uint8Array[]): string {
  return path.map((name) => Buffer.from(name).toString('utf8')).join('/')
}
