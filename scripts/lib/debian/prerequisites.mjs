import { run, which } from '../run.mjs'
import { retry } from '../wait.mjs'
import { isDebian, isRoot } from './host.mjs'

/** What an Electron window without a screen needs. */
const HEADLESS = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libnotify4',
  'fonts-dejavu-core',
]

/** What a private engine needs of its host; all else of it comes unpacked. */
const ENGINE = ['iproute2', 'util-linux']

/** Debian renamed these for its 64-bit time_t; the old name is only a virtual package there. */
const RENAMED = new Map([
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libasound2', 'libasound2t64'],
])

/** @param {string} name */
async function isInstalled(name) {
  const { code, stdout } = await run('dpkg-query', ['--show', '--showformat=${Status}', name])
  return code === 0 && stdout.endsWith(' installed')
}

/** @param {string} name */
async function missing(name) {
  const renamed = RENAMED.get(name)
  return !(await isInstalled(name)) && !(renamed && (await isInstalled(renamed)))
}

/**
 * On Debian as root, installs what a headless run needs; elsewhere names what is not there. A machine that has it all
 * is left alone and hears nothing.
 * @param {import('../../sandbox/types.d.ts').Note} note
 * @param {{ headless: boolean }} options
 */
export async function bringPrerequisites(note, { headless }) {
  if (process.platform !== 'linux') return
  if (!isDebian || !isRoot) {
    if (headless && !which('Xvfb'))
      throw new Error('a run without a screen needs Xvfb (packages xvfb and xauth)')
    return
  }
  const wanted = [...(headless ? HEADLESS : []), ...ENGINE]
  /** @type {string[]} */ const lacking = []
  for (const name of wanted) if (await missing(name)) lacking.push(name)
  if (lacking.length === 0) return
  note(`installing from Debian what this run needs: ${lacking.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await retry(
    async () => {
      await run('apt-get', ['update', '-q'], { env })
      const names = []
      for (const name of lacking) names.push(await installable(name))
      const args = ['install', '-y', '-q', '--no-install-recommends', ...names]
      const { code, stdout, stderr } = await run('apt-get', args, { env })
      if (code !== 0)
        throw new Error(`apt-get ${args.join(' ')} failed\n${`${stdout}${stderr}`.trim().slice(-800)}`)
    },
    { note },
  )
}

/** @param {string} name @returns {Promise<string>} */
async function installable(name) {
  const renamed = RENAMED.get(name)
  if (!renamed) return name
  return (await run('apt-cache', ['show', renamed])).stdout ? renamed : name
}
