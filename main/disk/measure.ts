import { access, constants } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { DiskMeasure } from '@shared/domain/diskMeasure'
import type { EngineSession } from '../ports/engineSession'
import { measureRoot } from './measureRoot'

/** Looks through the engine's data root, where it is on this machine and may be read. One at a time. */
export class Measuring {
  readonly #session: EngineSession
  #running: AbortController | undefined

  constructor(session: EngineSession) {
    this.#session = session
  }

  /** The last one asked for stops the one before. Throws AppFailure ENGINE_*. */
  async measure({ signal }: { readonly signal?: AbortSignal } = {}): Promise<DiskMeasure> {
    const { endpoint, info } = this.#session.client()
    this.stop()
    const own = new AbortController()
    this.#running = own
    const isHere = endpoint.kind === 'unix' && isAbsolute(info.rootDir)
    if (!isHere) return { type: 'elsewhere' }
    const both = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal])
    try {
      await access(info.rootDir, constants.R_OK | constants.X_OK)
      return { type: 'measured', measured: await measureRoot(info.rootDir, both) }
    } catch (cause) {
      if (both.aborted) return { type: 'stopped' }
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
      if (code === 'ENOENT') return { type: 'elsewhere' }
      if (code === 'EACCES' || code === 'EPERM') return { type: 'unreadable', root: info.rootDir }
      throw cause
    } finally {
      if (this.#running === own) this.#running = undefined
    }
  }

  stop(): boolean {
    const was = this.#running !== undefined
    this.#running?.abort()
    this.#running = undefined
    return was
  }
}
