import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A home folder of its own with a docker config and helpers made of shell script. */
export type FakeDockerHome = {
  readonly homedir: string
  readonly binFolder: string
  readonly configPath: string
  /** PATH has the system's folders and `binFolder`. */
  readonly env: NodeJS.ProcessEnv
  writeConfig(config: unknown): Promise<void>
  /** Puts `docker-credential-<name>` on the PATH. Script for /bin/sh; `$1` is the action, stdin the key. */
  addHelper(name: string, script: string, folder?: string): Promise<void>
  /** Lines that helpers appended to `$LOG`. */
  log(): Promise<readonly string[]>
  remove(): Promise<void>
}

export async function fakeDockerHome(): Promise<FakeDockerHome> {
  const homedir = await mkdtemp(join(tmpdir(), 'strata-credentials-'))
  const binFolder = join(homedir, 'on path')
  const configPath = join(homedir, '.docker', 'config.json')
  const logPath = join(homedir, 'log')
  await mkdir(binFolder)
  await mkdir(join(homedir, '.docker'))
  return {
    homedir,
    binFolder,
    configPath,
    env: { PATH: `/usr/bin:/bin:${binFolder}`, LOG: logPath },
    writeConfig: async (config) => {
      await writeFile(configPath, typeof config === 'string' ? config : JSON.stringify(config))
    },
    addHelper: async (name, script, folder = binFolder) => {
      await mkdir(folder, { recursive: true })
      const path = join(folder, `docker-credential-${name}`)
      await writeFile(path, `#!/bin/sh\n${script}\n`)
      await chmod(path, 0o755)
    },
    log: async () => {
      const text = await readFile(logPath, 'utf8').catch(() => '')
      return text.split('\n').filter((line) => line !== '')
    },
    remove: async () => {
      await rm(homedir, { recursive: true, force: true })
    },
  }
}

/** A helper that writes the key it was asked for to the log and answers with a credential. */
export function answering(username: string, secret: string): string {
  const answer = JSON.stringify({ ServerURL: 'ignored', Username: username, Secret: secret })
  return `key=$(cat); echo "$1 $key" >> "$LOG"; printf '%s' '${answer}'`
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
