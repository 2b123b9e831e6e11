import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { EngineInfo } from '@shared/domain/engine'

/** Engine and store: one engine holds two sets of images when its store is switched. */
export function engineKey(info: Pick<EngineInfo, 'id' | 'store'>): string {
  return `${info.id} ${info.store}`
}

/** A file of one engine; its id is the engine's word and never part of a path as it is. */
export function engineFile(folder: string, kind: string, key: string): string {
  return join(folder, `${kind}-${createHash('sha256').update(key).digest('hex').slice(0, 32)}.cache`)
}
