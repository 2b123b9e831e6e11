import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')
const require = createRequire(import.meta.url)

type Config = {
  readonly asar: boolean
  readonly npmRebuild: boolean
  readonly files: readonly string[]
  readonly electronFuses: Readonly<Record<string, boolean>>
  readonly electronDist?: string
  readonly linux: { readonly target: readonly string[] }
  readonly win: { readonly target: readonly string[] }
  readonly mac: { readonly target: readonly string[] }
}

/** As electron-builder reads it: with the YAML reader that it brings. */
function readConfig(): Config {
  const yaml: { load: (text: string) => Config } = require('js-yaml')
  return yaml.load(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))
}

describe('packaging', () => {
  it('sets every fuse on purpose', () => {
    expect(readConfig().electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    })
  })

  it('packs the official Electron of package.json, never a stand-in', () => {
    const text = readFileSync(join(root, 'electron-builder.yml'), 'utf8')
    expect(text).not.toMatch(/electronDist|electronVersion|electronDownload|stand-?in/i)
    const manifest: { devDependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    expect(manifest.devDependencies['electron']).toMatch(/^45\.\d+\.\d+$/)
  })

  it('packs the built app and nothing of how it was made', () => {
    const { asar, npmRebuild, files } = readConfig()
    expect([asar, npmRebuild]).toEqual([true, false])
    expect(files.filter((pattern) => !pattern.startsWith('!'))).toEqual([
      'out/**',
      'build/icon.png',
      'package.json',
    ])
  })

  it('makes installers for the three systems', () => {
    const { linux, win, mac } = readConfig()
    expect([linux.target, win.target, mac.target]).toEqual([['AppImage', 'deb'], ['nsis'], ['dmg', 'zip']])
    expect(existsSync(join(root, 'build/icon.png'))).toBe(true)
  })
})
