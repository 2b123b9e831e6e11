import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

/** The table of docs/ARCHITECTURE.md, planted: in this file, this line must be refused. */
const forbidden: readonly (readonly [string, string])[] = [
  ['shared/a.ts', "import { app } from 'electron'"],
  ['shared/domain/a.ts', "import { readFileSync } from 'node:fs'"],
  ['shared/a.ts', "import { useState } from 'react'"],
  ['shared/a.ts', "import Docker from 'dockerode'"],
  ['shared/a.ts', "import { x } from '../main/services'"],
  ['shared/domain/a.ts', "import { x } from '../../renderer/api'"],
  ['shared/a.ts', "import type { x } from '../preload/bridge'"],
  ['preload/a.ts', "import { x } from '../main/services'"],
  ['preload/a.ts', "import { x } from '../renderer/api'"],
  ['preload/a.ts', "import { z } from 'zod'"],
  ['preload/a.ts', "import { calls } from '@shared/contract'"],
  ['preload/a.ts', "import { settingsSchema } from '@shared/settings'"],
  ['preload/a.ts', "import { readFileSync } from 'node:fs'"],
  ['renderer/a.ts', "import { ipcRenderer } from 'electron'"],
  ['renderer/features/images/a.ts', "import { readFileSync } from 'node:fs'"],
  ['renderer/features/images/a.ts', "import { x } from '../../../main/services'"],
  ['renderer/api/a.ts', "import { x } from '../../preload/bridge'"],
  ['renderer/features/images/a.ts', "import { x } from '../cleanup/remove/RemoveDialog'"],
  ['renderer/features/images/list/a.tsx', "import { x } from '../../cleanup/RemoveDialog'"],
  ['renderer/App.tsx', "import { x } from './features/cleanup/RemoveDialog'"],
  ['main/engine/a.ts', "import { app } from 'electron'"],
  ['main/engine/http/a.ts', "import { x } from '../../ipc/router'"],
  ['main/engine/a.ts', "import { x } from '../registry/client'"],
  ['main/registry/a.ts', "import { x } from '../engine'"],
  ['main/registry/a.ts', "import Docker from 'dockerode'"],
  ['main/archive/a.ts', "import { x } from '../layers/layerIndex'"],
  ['main/archive/a.ts', "import { app } from 'electron'"],
  ['main/layers/a.ts', "import { x } from '../archive/tar'"],
  ['main/layers/a.ts', "import { app } from 'electron'"],
  ['main/engine/a.ts', "import { x } from '../images'"],
  ['main/images/a.ts', "import Docker from 'dockerode'"],
  ['main/images/a.ts', "import { app } from 'electron'"],
  ['main/images/a.ts', "import { x } from '../ipc/events'"],
  ['main/images/a.ts', "import { x } from '../engine'"],
  ['main/build/context/a.ts', "import { x } from '../../engine/client'"],
  ['main/contents/a.ts', "import { x } from '../archive/tar'"],
  ['main/contents/worker/a.ts', "import { app } from 'electron'"],
  ['main/cleanup/a.ts', "import { x } from '../registry/client'"],
  ['main/jobs/a.ts', "import { x } from '../archive/tar'"],
  ['main/jobs/a.ts', "import { app } from 'electron'"],
  ['main/ipc/a.ts', "import Docker from 'dockerode'"],
  ['main/ipc/a.ts', "import { ipcMain } from 'electron'"],
  ['main/ipc/a.ts', "import { createEngineSession } from '../engine'"],
  ['main/window.ts', "import { ipcMain } from 'electron'"],
  ['main/main.ts', "import { ipcMain } from 'electron'"],
  ['main/main.ts', "import Docker from 'dockerode'"],
  ['main/menu.ts', "import { shell } from 'electron'"],
  ['main/ports/a.ts', "import { app } from 'electron'"],
  ['main/ports/a.ts', "import { x } from '../engine'"],
  ['main/streams/a.ts', "import { x } from '../archive/tar'"],
  ['main/security/a.ts', "import { createImages } from '../images'"],
  ['main/main.ts', "import { x } from '../test/builders/imageRow'"],
  ['main/images/a.ts', "import { x } from '../../bench/list'"],
  ['renderer/a.ts', "import { x } from '../test/builders/imageRow'"],
  ['shared/a.ts', "import { x } from '../test/builders/imageRow'"],
  ['preload/a.ts', "import { x } from '../bench/list'"],
]

/** What the same rules must let through. */
const allowed: readonly (readonly [string, string])[] = [
  ['shared/b.ts', "import { z } from 'zod'"],
  ['preload/b.ts', "import { contextBridge } from 'electron'"],
  ['preload/b.ts', "import type { StrataApi } from '@shared/contract'"],
  ['renderer/b.tsx', "import { useState } from 'react'"],
  ['renderer/features/images/b.ts', "import { x } from '../cleanup'"],
  ['renderer/features/images/list/b.ts', "import { x } from '../toolbar/filter'"],
  ['renderer/features/images/list/b.ts', "import { x } from '../../../components/grid/DataGrid'"],
  ['main/engine/b.ts', "import Docker from 'dockerode'"],
  ['main/engine/http/b.ts', "import type { EngineClient } from '../../ports/engineClient'"],
  ['main/engine/b.ts', "import { x } from '../streams/lines'"],
  ['main/images/b.ts', "import { x } from '../jobs/jobRegistry'"],
  ['main/cleanup/b.ts', "import { x } from '../images/naming'"],
  ['main/ipc/router.ts', "import { ipcMain } from 'electron'"],
  ['main/services.ts', "import { createEngineSession } from './engine'"],
  ['main/window.ts', "import { BrowserWindow } from 'electron'"],
  ['main/ipc/b.ts', "import type { Images } from '../images'"],
  ['test/main/b.ts', "import { x } from '../../main/engine/client'"],
]

type Diagnostic = { readonly code: string; readonly filename: string }
let refused: ReadonlySet<string> = new Set()

/** Each line in a file of its own beside the named one, so that one run of the linter tells about all. */
const planted = [...forbidden, ...allowed].map(([path, line], index) => {
  const only = /(?:main|services|window|menu|router|App)\.tsx?$/.test(path)
  return { path, line, file: only ? path : path.replace(/\/([ab])(\.tsx?)$/, `/$1${index}$2`), only }
})

async function lint(
  files: readonly { readonly file: string; readonly line: string }[],
): Promise<ReadonlySet<string>> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-lint-'))
  try {
    copyFileSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    for (const { file, line } of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${line}\n`)
    }
    const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
    const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '-f', 'json', '.'], {
      cwd: folder,
      maxBuffer: 32 * 1024 * 1024,
    }).catch((failed: { stdout: string }) => failed)
    const report: { diagnostics: readonly Diagnostic[] } = JSON.parse(stdout)
    const restricted = report.diagnostics.filter(({ code }) => code.includes('no-restricted-imports'))
    return new Set(restricted.map(({ filename }) => filename.replaceAll('\\', '/').replace(/^\.\//, '')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

beforeAll(async () => {
  refused = await lint(planted.filter(({ only }) => !only))
  // Files of one name hold one line at a time.
  for (const { file, line } of planted.filter(({ only }) => only)) {
    if ((await lint([{ file, line }])).size > 0) refused = new Set([...refused, `${file} ${line}`])
  }
}, 60_000)

const isRefused = (path: string, line: string): boolean => {
  const one = planted.find((each) => each.path === path && each.line === line)
  if (one === undefined) throw new Error('not planted')
  return refused.has(one.only ? `${one.file} ${one.line}` : one.file)
}

describe('the import rules', () => {
  it.each(forbidden)('refuse in %s: %s', (path, line) => {
    expect(isRefused(path, line)).toBe(true)
  })

  it.each(allowed)('allow in %s: %s', (path, line) => {
    expect(isRefused(path, line)).toBe(false)
  })
})
