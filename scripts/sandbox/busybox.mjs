import { join } from 'node:path'
import { messageOf } from '../lib/log.mjs'
import { must } from '../lib/run.mjs'

const IMAGE = 'busybox:stable-musl'

/**
 * Where Debian's static busybox is out of reach, the one from Docker Hub, which such a machine can pull.
 * @param {import('./types.d.ts').SandboxInfo} info
 * @param {string} folder
 * @param {import('./types.d.ts').Note} note
 * @returns {Promise<string | undefined>}
 */
export async function pulledBusybox({ cli, cliEnv }, folder, note) {
  const env = { ...process.env, ...cliEnv }
  const path = join(folder, 'busybox')
  try {
    await must(cli, ['pull', '--quiet', IMAGE], { env })
    const id = (await must(cli, ['create', IMAGE], { env })).trim()
    await must(cli, ['cp', `${id}:/bin/busybox`, path], { env })
    await must(cli, ['rm', id], { env })
    await must(cli, ['rmi', IMAGE], { env })
    return path
  } catch (error) {
    note(`no static busybox: tests that run containers will fail (${messageOf(error)})`)
    return undefined
  }
}
