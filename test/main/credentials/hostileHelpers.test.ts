import { readdir, readFile, writeFile } from 'node:fs/promises'
import { format, inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCredentialSource } from '../../../main/credentials/credentialSource'
import type { HelperLimits } from '../../../main/credentials/runHelper'
import type { Credential } from '../../../main/ports/credentialSource'
import { answering, base64, type FakeDockerHome, fakeDockerHome } from './fakeDockerHome'

const canary = 'CANARY-5ecret'
let home: FakeDockerHome

beforeEach(async () => {
  home = await fakeDockerHome()
})
afterEach(async () => {
  await home.remove()
})

async function get(
  more: { limits?: HelperLimits; signal?: AbortSignal } = {},
): Promise<Credential | undefined> {
  const { limits, signal } = more
  const source = createCredentialSource({
    env: home.env,
    homedir: home.homedir,
    platform: 'linux',
    ...(limits === undefined ? {} : { limits }),
  })
  return await source.get('a.test', signal === undefined ? {} : { signal })
}

async function failureOf(more: { limits?: HelperLimits } = {}): Promise<unknown> {
  return await get(more).then(
    () => 'no failure',
    (error: unknown) => error,
  )
}

function everythingOf(error: unknown): string {
  const own = error instanceof Error ? JSON.stringify(Object.entries(error)) : ''
  return `${inspect(error, { depth: 20, showHidden: true })} ${own}`
}

/** Processes whose command line names this folder; a helper's children do. */
async function leftRunning(): Promise<readonly string[]> {
  const found: string[] = []
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(home.homedir)) found.push(line.replaceAll('\0', ' '))
  }
  return found
}

describe('a hostile helper', () => {
  it.each(['../x', 'a;b', 'a b', '/bin/sh', 'X', 'a.exe', 'a\nb', '$(id)', 'ä', '..', 'a\0b'])(
    'is not run by the name %j',
    async (name) => {
      await home.writeConfig({ credsStore: name })
      expect(await failureOf()).toMatchObject({ error: { code: 'CREDENTIAL_HELPER_NAME_INVALID' } })
    },
  )

  it('is told apart when it is missing', async () => {
    await home.writeConfig({ credsStore: 'not-installed' })
    expect(await failureOf()).toMatchObject({
      error: { code: 'CREDENTIAL_HELPER_MISSING', params: { helper: 'not-installed' } },
    })
  })

  it('is killed with its children when it hangs', async () => {
    const script = `${home.homedir}/child.sh`
    await writeFile(script, 'sleep 60\n')
    await home.addHelper('x', `sh ${script} & sh ${script}`)
    await home.writeConfig({ credsStore: 'x' })
    expect(await failureOf({ limits: { time: 300, output: 1_000_000 } })).toMatchObject({
      error: { code: 'CREDENTIAL_HELPER_TIMEOUT', params: { helper: 'x', seconds: 0.3 } },
    })
    await expect.poll(leftRunning).toEqual([])
  })

  it('has five seconds', { timeout: 30_000 }, async () => {
    await home.addHelper('x', 'sleep 60')
    await home.writeConfig({ credsStore: 'x' })
    const started = Date.now()
    expect(await failureOf()).toMatchObject({ error: { code: 'CREDENTIAL_HELPER_TIMEOUT' } })
    expect(Date.now() - started).toBeGreaterThanOrEqual(4_900)
  })

  it('is cut off when it prints 100 MB', async () => {
    await home.addHelper('x', 'head -c 100000000 /dev/zero')
    await home.writeConfig({ credsStore: 'x' })
    const before = process.memoryUsage().rss
    expect(await failureOf()).toMatchObject({
      error: { code: 'CREDENTIAL_HELPER_FAILED', params: { reason: 'tooMuch' } },
    })
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000)
  })

  it('stops with a cancel', async () => {
    const script = `${home.homedir}/child.sh`
    await writeFile(script, 'sleep 60\n')
    await home.addHelper('x', `sh ${script}`)
    await home.writeConfig({ credsStore: 'x' })
    const abort = new AbortController()
    const reason = new Error('the user thought better of it')
    setTimeout(() => abort.abort(reason), 100)
    await expect(get({ signal: abort.signal })).rejects.toBe(reason)
    await expect.poll(leftRunning).toEqual([])
  })

  it.each([
    ['exits 1', `echo '${canary}'; echo '${canary}' >&2; exit 1`, { reason: 'exit', exitCode: 1 }],
    ['is no JSON', `echo '{"Username":"u","Secret":"${canary}'`, { reason: 'answer' }],
    ['has another shape', `echo '{"Username":"u","Secret":["${canary}"]}'`, { reason: 'answer' }],
    ['is nothing', 'true', { reason: 'answer' }],
    ['cannot start', null, { reason: 'notStarted' }],
  ])('fails by name when its answer %s, and says none of its words', async (_, script, params) => {
    if (script === null) {
      await home.addHelper('x', '')
      await writeFile(`${home.binFolder}/docker-credential-x`, '#!/no/such/interpreter\n')
    } else {
      await home.addHelper('x', script)
    }
    await home.writeConfig({ credsStore: 'x' })
    const error = await failureOf()
    expect(error).toMatchObject({ error: { code: 'CREDENTIAL_HELPER_FAILED', params } })
    expect(everythingOf(error)).not.toContain('CANARY')
  })

  it('has a known cause named in our words', async () => {
    await home.addHelper('x', `echo 'error: Cannot autolaunch D-Bus without X11 ${canary}'; exit 1`)
    await home.writeConfig({ credsStore: 'x' })
    const error = await failureOf()
    expect(error).toMatchObject({ error: { detail: 'no desktop keyring is reachable (D-Bus)' } })
    expect(everythingOf(error)).not.toContain('CANARY')
  })

  it('may close its input unread', async () => {
    await home.addHelper('x', `exec 0<&-; sleep 0.1; echo '{"Username":"u","Secret":"s"}'`)
    await home.writeConfig({ credsStore: 'x' })
    expect(await get()).toEqual({ username: 'u', secret: 's', kind: 'password' })
  })
})

describe('a credential', () => {
  it('is masked in logs, templates and JSON', async () => {
    await home.addHelper('x', answering('ann', canary))
    await home.writeConfig({ credsStore: 'x' })
    const credential = await get()
    expect(credential?.secret).toBe(canary)
    for (const text of [inspect({ credential }), format('%s', credential), JSON.stringify({ credential })]) {
      expect(text).toContain('[credential]')
      expect(text).not.toContain('CANARY')
    }
  })

  it('is not in the arguments or the environment of the helper', async () => {
    await home.addHelper('x', `cat >/dev/null; echo "$@" >> "$LOG"; env >> "$LOG"; exit 1`)
    await home.writeConfig({ credsStore: 'x', auths: { 'a.test': { auth: base64(`ann:${canary}`) } } })
    await failureOf()
    const log = (await home.log()).join('\n')
    expect(log).toContain('get')
    expect(log).not.toContain('CANARY')
    expect(log).not.toContain(base64(`ann:${canary}`))
  })
})
