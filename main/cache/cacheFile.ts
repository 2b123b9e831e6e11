import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** First line of a cache file: what it is, and the sha256 of everything after the line. */
const magic = 'strata-cache'

/**
 * A cache on disk that can always be thrown away: what is damaged, of another version or too big is dropped and reads
 * as absent. A crash in the middle of a write leaves the old one.
 */
export class CacheFile {
  #writing: Promise<void> = Promise.resolve()

  constructor(
    private readonly path: string,
    private readonly version: number,
    /** Bytes; more than that is not kept at all. */
    private readonly maxBytes: number,
  ) {}

  async read(): Promise<unknown> {
    try {
      const content = await readFile(this.path)
      const end = content.indexOf(0x0a)
      const body = content.subarray(end + 1)
      if (end === -1 || content.subarray(0, end).toString('utf8') !== this.#head(body)) {
        await this.drop()
        return undefined
      }
      return JSON.parse(body.toString('utf8'))
    } catch (cause) {
      if (!isMissing(cause)) await this.drop()
      return undefined
    }
  }

  /** One write at a time; a failed one (full disk, no permission) costs the cache and nothing else. */
  async write(value: unknown): Promise<boolean> {
    const done = this.#writing.then(async () => await this.#replace(Buffer.from(JSON.stringify(value))))
    this.#writing = done.then(
      () => {},
      () => {},
    )
    return await done.catch(() => false)
  }

  async drop(): Promise<void> {
    await rm(this.path, { force: true }).catch(() => {})
  }

  async #replace(body: Buffer): Promise<boolean> {
    if (body.length > this.maxBytes) {
      await this.drop()
      return false
    }
    const part = `${this.path}.part`
    await mkdir(dirname(this.path), { recursive: true })
    try {
      const file = await open(part, 'w', 0o600)
      try {
        await file.writeFile(`${this.#head(body)}\n`)
        await file.writeFile(body)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(part, this.path)
      return true
    } catch (cause) {
      await rm(part, { force: true }).catch(() => {})
      throw cause
    }
  }

  #head(body: Buffer): string {
    return `${magic} ${this.version} ${createHash('sha256').update(body).digest('hex')}`
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
}
