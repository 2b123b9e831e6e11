import { type Settings, type SettingsPatch, settingsSchema } from '@shared/settings'
import { isRecord, type SettingsFile } from './settingsFile'

export type SettingsStore = {
  readonly get: () => Settings
  /** Takes effect at once and is told to listeners; rejects when it could not be written (FILE_*). */
  readonly set: (patch: SettingsPatch) => Promise<Settings>
  readonly onChanged: (listener: (settings: Settings) => void) => () => void
}

/** What the user set, on top of the file: a broken value falls back alone. */
export function createSettings(file: SettingsFile): SettingsStore {
  const stored = file.read().settings
  let settings = settingsSchema.parse(isRecord(stored) ? stored : {})
  const listeners = new Set<(settings: Settings) => void>()
  return {
    get: () => settings,
    set: async (patch) => {
      settings = settingsSchema.parse({ ...settings, ...patch })
      for (const listener of listeners) listener(settings)
      await file.write({ settings })
      return settings
    },
    onChanged: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
