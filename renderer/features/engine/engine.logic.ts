import type { AppInfo } from '@shared/domain/app'
import type { EngineInfo, EngineState } from '@shared/domain/engine'
import type { AppError } from '@shared/errors'

/** `unreachable`: not connected, and never was on this endpoint. */
export type EngineWord = 'connecting' | 'connected' | 'lost' | 'unreachable'

export function wordOf(state: EngineState): EngineWord {
  if (state.type !== 'lost') return state.type
  return state.engine === undefined ? 'unreachable' : 'lost'
}

export function infoOf(state: EngineState): EngineInfo | undefined {
  return state.type === 'connecting' ? undefined : state.engine
}

/** How to join the socket's group; undefined where that is not the way (root's own group, Windows, no group known). */
export function joinCommand(error: AppError, platform: AppInfo['platform'] | undefined): string | undefined {
  const { group } = error.params
  if (error.code !== 'ENGINE_PERMISSION_DENIED' || platform !== 'linux') return undefined
  if (typeof group !== 'string' || group === 'root' || !/^[a-z_][\w-]*$/i.test(group)) return undefined
  return `sudo usermod -aG ${group} "$USER"`
}
