import { requireNode } from './lib/node.mjs'

requireNode()
const { messageOf, say } = await import('./lib/log.mjs')

const AS_ROOT = `Strata does not start as root: Chromium's sandbox, which keeps a page from harming the machine, refuses to run
as root, and Strata never turns it off by itself. Start it as your own user. When the engine's socket is closed to that
user, join the group that owns it (usually: usermod -aG docker YOU; its members are as mighty as root).
To only see Strata at work, \`npm run demo\` shows it on an engine of its own.`

try {
  if (process.platform === 'linux' && process.getuid?.() === 0) throw new Error(AS_ROOT)
  const { build, installDependencies } = await import('./lib/install.mjs')
  const { findElectron } = await import('./electron/runtime.mjs')
  const { openApp } = await import('./lib/app.mjs')
  await installDependencies()
  const { path } = await findElectron({ purpose: 'start' })
  await build()
  process.exitCode = await openApp(path, { flags: process.argv.slice(2) })
} catch (error) {
  say(messageOf(error))
  process.exitCode = 1
}
