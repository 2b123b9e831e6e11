import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { say, seconds } from './log.mjs'
import { cacheDir, root } from './paths.mjs'
import { npm } from './run.mjs'

/** npm writes this file last, so its age is the age of a complete installation. */
const MARK = join(root, 'node_modules/.package-lock.json')

function upToDate() {
  if (!existsSync(MARK)) return false
  return statSync(MARK).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
}

/** `npm ci` where node_modules is missing or older than the lock file. */
export async function installDependencies() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  await withLock(join(cacheDir(), `install-${name}.lock`), async () => {
    if (upToDate()) return
    const start = performance.now()
    say('installing dependencies (npm ci)')
    const { code, stdout, stderr } = await npm(['ci', '--no-audit', '--no-fund'], { cwd: root })
    if (code !== 0) throw new Error(`npm ci failed\n${`${stdout}${stderr}`.trim().slice(-2000)}`)
    say(`dependencies are installed in ${seconds(start)}`)
  })
}

/** `npm run build`: the app lands in out/. */
export async function build() {
  const start = performance.now()
  const { code, stdout, stderr } = await npm(['run', '--silent', 'build'], { cwd: root })
  if (code !== 0) throw new Error(`npm run build failed\n${`${stdout}${stderr}`.trim()}`)
  say(`the app is built in ${seconds(start)}`)
}
