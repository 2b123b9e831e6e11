import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findElectron } from '../../scripts/electron/runtime.mjs'
import { standIn, standInServes } from '../../scripts/electron/standIn.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-electron-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

describe('the Electron runtime', () => {
  it('is the one that ELECTRON_OVERRIDE_DIST_PATH names, before any other', async () => {
    const program = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
      String(process.platform)
    ]
    const path = join(folder, program ?? 'electron')
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, '')
    writeFileSync(join(folder, 'version'), 'v45.4.1\n')
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
    expect(await findElectron({ purpose: 'start' })).toEqual({
      path,
      dist: folder,
      version: '45.4.1',
      kind: 'override',
    })
  })

  it('named by ELECTRON_OVERRIDE_DIST_PATH and not there is an error, and no reason to take another', async () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
    await expect(findElectron({ purpose: 'test' })).rejects.toThrow(`no Electron at ${folder}`)
  })

  it('says in one line when it is the stand-in, which start refuses', async (context) => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '')
    vi.stubEnv('STRATA_ELECTRON_FALLBACK', '')
    const lines: string[] = []
    const found = await findElectron({ purpose: 'test', log: (line) => lines.push(line) })
    if (found.kind !== 'stand-in') context.skip('the official Electron is here')
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toContain('\n')
    await expect(findElectron({ purpose: 'start' })).rejects.toThrow('STRATA_ELECTRON_FALLBACK=on')
    vi.stubEnv('STRATA_ELECTRON_FALLBACK', 'on')
    expect(await findElectron({ purpose: 'start', log: () => {} })).toEqual(found)
  })
})

describe.runIf(standInServes())('the stand-in', () => {
  // As Electron's own program would start it: the launcher reads the app's package.json and loads its entry.
  it('starts an app folder under its own name, and knows its version', async () => {
    const program = join(await standIn(), 'electron')
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const version = execFileSync(program, [...flags, '--version'], { encoding: 'utf8' })
    expect(version.trim()).toBe('v33.4.11')
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ productName: 'Probe', version: '9.8.7', type: 'module', main: 'main.mjs' }),
    )
    writeFileSync(
      join(folder, 'main.mjs'),
      `import { app } from 'electron'
       process.stdout.write(JSON.stringify([app.name, app.getVersion(), app.getAppPath(), process.defaultApp]))
       process.exit(0)`,
    )
    const said = execFileSync(program, [...flags, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(said)).toEqual(['Probe', '9.8.7', folder, true])
  })
})
