import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer, type TlsOptions } from 'node:tls'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { eventually } from '../support/eventually'
import { docker, sandbox, uniqueName } from '../support/sandbox'
import { attach, countingProxy, engine } from './support'

test('what the engine says it is', async () => {
  const { session } = await attach()
  const { engineVersion, apiVersion, store } = sandbox()
  expect(session.status().state).toMatchObject({
    type: 'connected',
    engine: {
      version: engineVersion,
      apiVersion,
      store,
      os: 'linux',
      id: expect.stringMatching(/.{20,}/),
      storageDriver: expect.stringMatching(/overlay/),
      rootDir: await docker('info', '--format', '{{.DockerRootDir}}'),
    },
  })
})

test('an idle connection asks nothing: one open stream, no request in five seconds', async () => {
  const proxy = await countingProxy()
  const { client } = await attach(proxy.host)
  await client().listImages({})
  expect(proxy.requests.map((line) => line.replace(/\?.*/, '').replace(/\/v[\d.]+/, ''))).toEqual(
    expect.arrayContaining(['GET /_ping', 'GET /info', 'GET /events', 'GET /images/json']),
  )
  proxy.requests.length = 0
  await sleep(5000)
  expect(proxy.requests).toEqual([])
})

test('a change elsewhere arrives as an event, with no request of ours', async () => {
  const proxy = await countingProxy()
  const { events } = await attach(proxy.host)
  proxy.requests.length = 0
  const name = `${uniqueName()}:1`
  await docker('import', '--message', 'x', '/dev/null', name)
  await eventually(() =>
    expect(events).toContainEqual(expect.objectContaining({ type: 'image', action: 'tag', reference: name })),
  )
  expect(proxy.requests).toEqual([])
})

test('the environment names another engine: ours is used all the same (dockerode fault 9)', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:9')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  expect((await (await engine()).listImages({})).length).toBeGreaterThanOrEqual(0)
})

test('4 df at once are answered, also where the engine fails on two (20.10)', async () => {
  const proxy = await countingProxy()
  const { client } = await attach(proxy.host)
  const sizes = await Promise.all([1, 2, 3, 4].map(() => client().layersSize({})))
  expect(new Set(sizes).size).toBe(1)
  await Promise.all([client().layersSize({}), client().sharedSizes({}), client().layersSize({})])
  const asked = proxy.requests.filter((line) => line.includes('/system/df'))
  expect(asked.length).toBeLessThanOrEqual(3)
  expect(asked[0]).toMatch(sandbox().apiVersion === '1.41' ? /df$/ : /df\?type=image$/)
})

describe('permission', () => {
  const isRoot = process.getuid?.() === 0

  test.skipIf(!isRoot)('a socket of another group is refused by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-perm-'))
    const path = join(folder, 'd.sock')
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    chmodSync(folder, 0o755)
    const server = createServer().listen(path)
    onTestFinished(() => {
      server.close()
    })
    await eventually(() => chmodSync(path, 0o660))
    const group = execFileSync('getent', ['group', 'daemon'], { encoding: 'utf8' }).split(':')
    chownSync(path, 0, Number(group[2]))
    // Root may everything: only another user meets the refusal, and only while it connects.
    process.seteuid?.('nobody')
    try {
      const { session } = await attach(`unix://${path}`)
      expect(session.status().state).toMatchObject({
        type: 'lost',
        error: { code: 'ENGINE_PERMISSION_DENIED', params: { path, group: 'daemon' } },
      })
    } finally {
      process.seteuid?.(0)
    }
  })
})

describe('TLS in front of the real engine', () => {
  let certs: string
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: certs, stdio: 'pipe' })

  beforeAll(() => {
    certs = mkdtempSync(join(tmpdir(), 'strata-tls-'))
    const ca = (name: string) =>
      openssl(
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-subj',
        `/CN=${name}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.crt`,
      )
    ca('ca')
    ca('other')
    const signed = (name: string, san: string) => {
      openssl(
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        `/CN=${name}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.csr`,
      )
      writeFileSync(join(certs, `${name}.ext`), `subjectAltName=${san}\n`)
      openssl(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'ca.crt',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-days',
        '2',
        '-extfile',
        `${name}.ext`,
        '-out',
        `${name}.crt`,
      )
    }
    signed('server', 'IP:127.0.0.1,DNS:localhost')
    signed('wrong', 'DNS:elsewhere.example')
    signed('client', 'DNS:client')
    return () => rmSync(certs, { recursive: true, force: true })
  })

  const pem = (name: string) => execFileSync('cat', [join(certs, name)])

  /** A folder as DOCKER_CERT_PATH wants it. */
  function certPath(ca: string, client?: string): string {
    const folder = mkdtempSync(join(certs, 'path-'))
    writeFileSync(join(folder, 'ca.pem'), pem(`${ca}.crt`))
    if (client !== undefined) {
      writeFileSync(join(folder, 'cert.pem'), pem(`${client}.crt`))
      writeFileSync(join(folder, 'key.pem'), pem(`${client}.key`))
    }
    return folder
  }

  async function tlsEngine(server: string, options: TlsOptions = {}): Promise<number> {
    const proxy = createServer(
      {
        key: pem(`${server}.key`),
        cert: pem(`${server}.crt`),
        ca: pem('ca.crt'),
        requestCert: true,
        ...options,
      },
      (near) => {
        const far = connect(sandbox().socketPath)
        near.on('error', () => far.destroy()).on('close', () => far.destroy())
        far.on('error', () => near.destroy()).on('close', () => near.destroy())
        near.pipe(far)
        far.pipe(near)
      },
    )
    proxy.on('tlsClientError', () => {})
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      proxy.close()
    })
    const address = proxy.address()
    if (typeof address !== 'object' || address === null) throw new Error('no port')
    return address.port
  }

  async function stateWith(port: number, folder: string, host = '127.0.0.1') {
    const DOCKER_HOST = `tcp://${host}:${port}`
    const env = { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder }
    const { session, client } = await attach(DOCKER_HOST, { env })
    const { state } = session.status()
    if (state.type === 'connected') await client().listImages({})
    return state
  }

  test('a good certificate on both sides works, by address and by name', async () => {
    const port = await tlsEngine('server')
    expect(await stateWith(port, certPath('ca', 'client'))).toMatchObject({ type: 'connected' })
    expect(await stateWith(port, certPath('ca', 'client'), 'localhost')).toMatchObject({ type: 'connected' })
  })

  test.each([
    ['an authority that is not ours', 'server', 'other', 'client'],
    ['a certificate for another name', 'wrong', 'ca', 'client'],
    ['no client certificate', 'server', 'ca', undefined],
  ])('%s is never passed over', async (_, server, ca, client) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const state = await stateWith(await tlsEngine(server), certPath(ca, client))
    expect(state).toMatchObject({ type: 'lost', error: { code: 'ENGINE_TLS' } })
  })

  test('files that are no certificates', async () => {
    const folder = certPath('ca')
    writeFileSync(join(folder, 'ca.pem'), 'no certificate')
    writeFileSync(join(folder, 'cert.pem'), 'no certificate')
    expect(await stateWith(await tlsEngine('server'), folder)).toMatchObject({
      error: { code: 'ENGINE_TLS' },
    })
  })
})
