import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCredentialSource } from '../../../main/credentials/credentialSource'
import type { CredentialNote } from '../../../main/credentials/helperCredential'
import { hubKey } from '../../../main/credentials/registryKey'
import type { Credential } from '../../../main/ports/credentialSource'
import { answering, base64, type FakeDockerHome, fakeDockerHome } from './fakeDockerHome'

let home: FakeDockerHome
let notes: CredentialNote[]

beforeEach(async () => {
  home = await fakeDockerHome()
  notes = []
})
afterEach(async () => {
  await home.remove()
})

async function get(host: string, more: NodeJS.ProcessEnv = {}): Promise<Credential | undefined> {
  const source = createCredentialSource({
    env: { ...home.env, ...more },
    homedir: home.homedir,
    platform: 'linux',
    onNote: (note) => notes.push(note),
  })
  return await source.get(host, {})
}

const password = (username: string, secret: string): Credential => ({ username, secret, kind: 'password' })

describe('credentials of config.json', () => {
  it('has none without a file', async () => {
    expect(await get('ghcr.io')).toBeUndefined()
  })

  it('reads user and password of auths, colons in the password kept', async () => {
    await home.writeConfig({ auths: { 'localhost:5000': { auth: base64('ann:p:a:ss\0') } } })
    expect(await get('localhost:5000')).toEqual(password('ann', 'p:a:ss'))
  })

  it('gives an identity token before a password', async () => {
    await home.writeConfig({ auths: { 'acr.test': { auth: base64('0000:'), identitytoken: 'refresh' } } })
    expect(await get('acr.test')).toEqual({ username: '0000', secret: 'refresh', kind: 'identityToken' })
  })

  it('reads plain fields and names in any case, as Go does', async () => {
    await home.writeConfig({ AUTHS: { 'a.test': { Username: 'ann', Password: 'secret' } } })
    expect(await get('a.test')).toEqual(password('ann', 'secret'))
  })

  it.each(['docker.io', 'index.docker.io', 'registry-1.docker.io'])(
    'finds Docker Hub under its own key for %s',
    async (host) => {
      await home.writeConfig({
        auths: {
          'docker.io': { auth: base64('wrong:key') },
          [hubKey]: { auth: base64('hub:secret') },
        },
      })
      expect(await get(host)).toEqual(password('hub', 'secret'))
    },
  )

  it('finds the host of an old key, and only that host', async () => {
    await home.writeConfig({ auths: { 'https://old.test:5000/v1/': { auth: base64('ann:secret') } } })
    expect(await get('old.test:5000')).toEqual(password('ann', 'secret'))
    for (const other of ['old.test', 'old.test:443', 'sub.old.test:5000', 'old.test:50000']) {
      expect(await get(other)).toBeUndefined()
    }
  })

  it('never gives one host what belongs to another', async () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)
    const host = fc
      .tuple(fc.array(label, { minLength: 1, maxLength: 3 }), fc.option(fc.integer({ min: 1, max: 65535 })))
      .map(([labels, port]) => labels.join('.') + (port === null ? '' : `:${port}`))
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(host, { minLength: 2, maxLength: 6 }), async (hosts) => {
        const [asked, ...others] = hosts
        await home.writeConfig({
          auths: Object.fromEntries(others.map((other) => [other, { auth: base64('u:s') }])),
        })
        expect(await get(asked ?? '')).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })

  it('goes on without for an empty entry', async () => {
    await home.writeConfig({ auths: { 'a.test': {} } })
    expect(await get('a.test')).toBeUndefined()
  })

  it('lets a broken entry spoil no other', async () => {
    await home.writeConfig({
      auths: { 'bad.test': { auth: '%%%' }, 'good.test': { auth: base64('ann:secret') } },
    })
    expect(await get('good.test')).toEqual(password('ann', 'secret'))
    await expect(get('bad.test')).rejects.toMatchObject({
      error: { code: 'CREDENTIAL_CONFIG_INVALID', params: { reason: 'entry' } },
    })
  })

  it('refuses a file that is no config, without its words', async () => {
    await home.writeConfig('{"auths": {"a.test": {"auth": "CANARY-in-broken-json')
    const error: unknown = await get('a.test').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ error: { code: 'CREDENTIAL_CONFIG_INVALID' } })
    expect(errorText(error)).not.toContain('CANARY')
  })

  it('takes the folder of DOCKER_CONFIG and leaves the file as it was', async () => {
    const text = `{\n\t"auths": {"a.test": {"auth": "${base64('ann:secret')}"}}, "kept": 1 }\n`
    await home.writeConfig(text)
    expect(await get('a.test', { DOCKER_CONFIG: join(home.homedir, '.docker') })).toEqual(
      password('ann', 'secret'),
    )
    expect(await get('a.test', { DOCKER_CONFIG: home.binFolder })).toBeUndefined()
    expect(await readFile(home.configPath, 'utf8')).toBe(text)
  })

  it('lets DOCKER_AUTH_CONFIG go first, by its exact key, and passes over a broken one', async () => {
    await home.writeConfig({ auths: { 'a.test': { auth: base64('file:secret') } } })
    const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'a.test': { auth: base64('env:secret') } } })
    expect(await get('a.test', { DOCKER_AUTH_CONFIG })).toEqual(password('env', 'secret'))
    expect(await get('a.test', { DOCKER_AUTH_CONFIG: '{' })).toEqual(password('file', 'secret'))
  })

  it.each(['', 'a b', 'a.test\nb.test', 'a.test/x', 'user@a.test', '../x', 'https://a.test', '-a', 'a:1:2'])(
    'refuses %j as a host',
    async (host) => {
      await expect(get(host)).rejects.toMatchObject({ error: { code: 'INPUT_INVALID' } })
    },
  )
})

describe('helpers', () => {
  it('asks credHelpers for exactly this host, else credsStore, and tells the key', async () => {
    await home.addHelper('one', answering('one', 'secret1'))
    await home.addHelper('store', answering('store', 'secret2'))
    await home.writeConfig({
      credsStore: 'store',
      credHelpers: { 'a.test': 'one' },
      auths: { 'a.test': { auth: base64('file:no') } },
    })
    expect(await get('a.test')).toEqual(password('one', 'secret1'))
    expect(await get('b.test')).toEqual(password('store', 'secret2'))
    expect(await get('docker.io')).toEqual(password('store', 'secret2'))
    expect(await home.log()).toEqual(['get a.test', 'get b.test', `get ${hubKey}`])
    expect(notes).toEqual([])
  })

  it('takes an empty helper of a host as "the file", as docker does', async () => {
    await home.addHelper('store', answering('store', 'no'))
    await home.writeConfig({
      credsStore: 'store',
      credHelpers: { 'a.test': '' },
      auths: { 'a.test': { auth: base64('file:secret') } },
    })
    expect(await get('a.test')).toEqual(password('file', 'secret'))
  })

  it('knows an identity token by its user name', async () => {
    await home.addHelper('x', answering('<token>', 'refresh'))
    await home.writeConfig({ credsStore: 'x' })
    expect(await get('a.test')).toEqual({ username: '', secret: 'refresh', kind: 'identityToken' })
  })

  it('takes "not found" for none', async () => {
    await home.addHelper('x', 'echo "credentials not found in native keychain"; exit 1')
    await home.writeConfig({ credsStore: 'x' })
    expect(await get('a.test')).toBeUndefined()
  })

  it('finds a helper beside the PATH of an app and says so', async () => {
    const folder = join(home.homedir, '.docker', 'bin')
    await home.addHelper('desktop', answering('ann', 'secret'), folder)
    await home.writeConfig({ credsStore: 'desktop' })
    expect(await get('a.test')).toEqual(password('ann', 'secret'))
    const program = 'docker-credential-desktop'
    expect(notes).toEqual([{ type: 'helperOutsidePath', program, path: join(folder, program) }])
  })

  it('gives the helper a PATH with the usual folders', async () => {
    await home.addHelper('x', `cat > /dev/null; echo "$PATH" >> "$LOG"; echo '{"Username":"u","Secret":"s"}'`)
    await home.writeConfig({ credsStore: 'x' })
    await get('a.test')
    expect((await home.log())[0]?.split(':')).toEqual(
      expect.arrayContaining([home.binFolder, join(home.homedir, '.docker', 'bin'), '/usr/local/bin']),
    )
  })

  it("takes the platform's helper where the config names nothing, and its trouble for none", async () => {
    await home.addHelper('secretservice', answering('ann', 'secret'))
    expect(await get('a.test')).toEqual(password('ann', 'secret'))
    await home.addHelper('secretservice', 'exit 1')
    expect(await get('a.test')).toBeUndefined()
    await home.writeConfig({ auths: { 'b.test': {} } })
    await home.addHelper('secretservice', answering('ann', 'secret'))
    expect(await get('a.test')).toBeUndefined()
  })

  it('runs nothing from a relative folder of PATH', async () => {
    await home.addHelper('x', answering('ann', 'secret'))
    await home.writeConfig({ credsStore: 'x' })
    await expect(get('a.test', { PATH: '.:on path:' })).rejects.toMatchObject({
      error: { code: 'CREDENTIAL_HELPER_MISSING', params: { helper: 'x' } },
    })
  })
})

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack} ${JSON.stringify(error)} ${'error' in error ? JSON.stringify(error.error) : ''} ${String(error.cause)}`
}
