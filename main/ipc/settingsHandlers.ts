import { AppFailure } from '@shared/errors'
import type { Result } from '@shared/result'
import type { SettingsPatch } from '@shared/settings'
import type { SettingsStore } from '../settings/settings'
import type { DomainHandlers } from './handlers'

type ReadEndpoint = (text: string) => Result<string>

export function settingsHandlers(
  settings: SettingsStore,
  readEndpoint: ReadEndpoint,
): DomainHandlers<'settings'> {
  return {
    get: () => settings.get(),
    set: async (patch) => await settings.set(checked(patch, readEndpoint)),
  }
}

/** @throws AppFailure HUB_ENDPOINT_INVALID */
function checked(patch: SettingsPatch, readEndpoint: ReadEndpoint): SettingsPatch {
  const { hubEndpoint } = patch
  if (hubEndpoint === undefined || hubEndpoint.trim() === '') return patch
  const read = readEndpoint(hubEndpoint)
  if (!read.ok) throw new AppFailure(read.error)
  return { ...patch, hubEndpoint: read.value }
}
