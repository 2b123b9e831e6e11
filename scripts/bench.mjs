import { readdirSync } from 'node:fs'
import { requireNode } from './lib/node.mjs'

requireNode()
const { findElectron } = await import('./electron/runtime.mjs')
const { bringPrerequisites } = await import('./lib/debian/prerequisites.mjs')
const { build, installDependencies } = await import('./lib/install.mjs')
const { messageOf, say } = await import('./lib/log.mjs')
const { root } = await import('./lib/paths.mjs')
const { run } = await import('./lib/run.mjs')
const { virtualScreen } = await import('./lib/screen.mjs')

/** @param {readonly string[]} words */
async function main(words) {
  const known = readdirSync(`${root}/bench`).flatMap((name) =>
    name.endsWith('.mjs') ? [name.slice(0, -4)] : [],
  )
  const names = words.length > 0 ? words : known
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`no bench ${unknown.join(', ')}; there are ${known.join(', ')}`)
  await bringPrerequisites(say, { headless: true })
  await installDependencies()
  const electron = await findElectron({ purpose: 'test' })
  await build()
  const screen = process.platform === 'linux' ? await virtualScreen() : undefined
  const env = {
    ...process.env,
    STRATA_ELECTRON: electron.path,
    ...(screen ? { DISPLAY: screen.display } : {}),
  }
  let failed = 0
  for (const name of names) {
    const { code } = await run(process.execPath, [`bench/${name}.mjs`], { cwd: root, env, show: true })
    if (code !== 0) failed += 1
  }
  screen?.close()
  return failed === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => {
  say(messageOf(error))
  return 1
})
process.exit()
