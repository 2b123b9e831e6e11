import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultSettings, settingsPatchSchema } from '@shared/settings'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSettings } from '../../../main/settings/settings'
import { openSettingsFile } from '../../../main/settings/settingsFile'
import { readTheme } from '../../../main/settings/theme'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-settings-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const path = () => join(folder, 'settings.json')
const open = (warn: (message: string) => void = () => undefined) => openSettingsFile(path(), warn)

describe('settings', () => {
  it('are the defaults on a first start, which writes nothing', () => {
    expect(createSettings(open()).get()).toEqual(defaultSettings)
    expect(readdirSync(folder)).toEqual([])
  })

  it('survive a restart, beside the window and whoever wrote last', async () => {
    const file = open()
    const settings = createSettings(file)
    await Promise.all([
      settings.set({ theme: 'dark' }),
      file.write({ window: { width: 1000, height: 700 } }),
      settings.set({ undoSeconds: 0 }),
    ])
    const again = open()
    expect(createSettings(again).get()).toEqual({ ...defaultSettings, theme: 'dark', undoSeconds: 0 })
    expect(again.read().window).toEqual({ width: 1000, height: 700 })
    expect(readTheme(again.read().settings)).toBe('dark')
    expect(readdirSync(folder)).toEqual(['settings.json'])
  })

  it('fall back one by one when values are broken', () => {
    const stored = { theme: 'purple', density: 'comfortable', undoSeconds: -4, customHosts: 'x', extra: 1 }
    writeFileSync(path(), JSON.stringify({ settings: stored }))
    expect(createSettings(open()).get()).toEqual({ ...defaultSettings, density: 'comfortable' })
  })

  it.each(['', '{"settings":', '[]', 'null', '\0\0\0'])(
    'start from defaults on the damaged file %j, and keep it',
    (text) => {
      writeFileSync(path(), text)
      const warn = vi.fn()
      expect(createSettings(open(warn)).get()).toEqual(defaultSettings)
      expect(warn).toHaveBeenCalledOnce()
      expect(readFileSync(`${path()}.broken`, 'utf8')).toBe(text)
      expect(existsSync(path())).toBe(false)
    },
  )

  it('tell their listeners, each until it has had enough', async () => {
    const settings = createSettings(open())
    const [first, second] = [vi.fn(), vi.fn()]
    const stop = settings.onChanged(first)
    settings.onChanged(second)
    await settings.set({ theme: 'dark' })
    stop()
    await settings.set({ theme: 'light' })
    expect(first.mock.calls.map(([changed]) => changed.theme)).toEqual(['dark'])
    expect(second.mock.calls.map(([changed]) => changed.theme)).toEqual(['dark', 'light'])
  })

  it('hold even when they could not be written, which is said', async () => {
    writeFileSync(join(folder, 'taken'), '')
    const settings = createSettings(openSettingsFile(join(folder, 'taken', 'settings.json'), () => undefined))
    await expect(settings.set({ theme: 'dark' })).rejects.toBeDefined()
    expect(settings.get().theme).toBe('dark')
  })

  it('from a page are refused when one is wrong, instead of replaced', () => {
    expect(settingsPatchSchema.safeParse({ theme: 'purple' }).success).toBe(false)
    expect(settingsPatchSchema.safeParse({ unknown: 1 }).success).toBe(false)
    expect(settingsPatchSchema.parse({ density: 'compact' })).toEqual({ density: 'compact' })
  })
})
