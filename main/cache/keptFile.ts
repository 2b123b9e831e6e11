import { CacheFile } from './cacheFile'
import { Debounced } from './debounced'
import { engineFile } from './engineKey'

/** How long changes are gathered before they are written, in ms. */
const saveAfter = 2_000

export type KeptFileOptions = {
  readonly folder: string
  /** What it is of which engine: part of the file's name. */
  readonly name: string
  readonly key: string
  readonly version: number
  readonly maxBytes: number
  /** Takes over what an earlier run kept; told `undefined` where there is nothing to be trusted. */
  readonly load: (kept: unknown) => void
  readonly pack: () => unknown
}

/** Facts of one engine that never change: read from the disk once, written some time after there were more. */
export class KeptFile {
  readonly #save: Debounced
  readonly #loaded: Promise<void>

  constructor({ folder, name, key, version, maxBytes, load, pack }: KeptFileOptions) {
    const file = new CacheFile(engineFile(folder, name, key), version, maxBytes)
    this.#save = new Debounced(saveAfter, async () => void (await file.write(pack())))
    this.#loaded = file.read().then(load)
  }

  async ready(): Promise<void> {
    await this.#loaded
  }

  changed(): void {
    this.#save.request()
  }

  async close(): Promise<void> {
    await this.#loaded
    await this.#save.flush()
  }
}
