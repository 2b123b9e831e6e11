import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findRoutes, type Surroundings } from '../../../../main/engine/connection/endpoints'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'strata-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const idOf = (name: string) => createHash('sha256').update(name).digest('hex')

function write(path: string, content: unknown) {
  const whole = join(home, '.docker', path)
  mkdirSync(join(whole, '..'), { recursive: true })
  writeFileSync(whole, typeof content === 'string' ? content : JSON.stringify(content))
}

function context(name: string, docker: object, more: { tls?: readonly string[]; description?: string } = {}) {
  write(`contexts/meta/${idOf(name)}/meta.json`, {
    Name: name,
    Metadata: { Description: more.description },
    Endpoints: { docker },
  })
  for (const file of more.tls ?? []) write(`contexts/tls/${idOf(name)}/docker/${file}.pem`, 'pem')
}

function find(more: Partial<Surroundings> = {}) {
  return findRoutes({ env: {}, homedir: home, platform: 'linux', customHosts: [], ...more })
}

const endpoints = (more?: Partial<Surroundings>) => find(more).map((route) => route.endpoint)
const current = (more?: Partial<Surroundings>) => endpoints(more).filter((endpoint) => endpoint.current)

const theDefault = {
  id: 'default',
  name: 'default',
  source: 'default',
  kind: 'unix',
  host: 'unix:///var/run/docker.sock',
  current: true,
}

test('with nothing at all: the default socket; on Windows its pipe', () => {
  expect(endpoints()).toEqual([theDefault])
  expect(endpoints({ platform: 'win32' })).toEqual([
    { ...theDefault, kind: 'npipe', host: 'npipe:////./pipe/docker_engine' },
  ])
})

test('contexts of every kind', () => {
  context('desktop', { Host: 'unix:///home/me/desktop.sock' }, { description: 'Docker Desktop' })
  context('far', { Host: 'tcp://build.example.com:2376' }, { tls: ['ca', 'cert', 'key'] })
  context('lax', { Host: 'tcp://lax.example.com', SkipTLSVerify: true })
  context('bare', { Host: 'tcp://bare.example.com' })
  context('shell', { Host: 'ssh://me@host' })
  context('empty', {})
  write(`contexts/meta/${idOf('broken')}/meta.json`, '{')
  write(`contexts/meta/${idOf('other')}/meta.json`, { Name: 'moved', Endpoints: {} })
  const found = endpoints()
  const named = (name: string) => found.find((endpoint) => endpoint.name === name)
  expect(named('desktop')).toEqual({
    id: 'context:desktop',
    name: 'desktop',
    source: 'context',
    kind: 'unix',
    host: 'unix:///home/me/desktop.sock',
    description: 'Docker Desktop',
    current: false,
  })
  expect(named('far')).toMatchObject({ kind: 'tls', host: 'tcp://build.example.com:2376' })
  expect(named('far')?.problem).toBeUndefined()
  // Asking not to verify is not heeded: a certificate that does not verify fails the connection.
  expect(named('lax')).toMatchObject({ kind: 'tls' })
  expect(named('bare')?.problem).toMatchObject({
    code: 'ENDPOINT_INSECURE',
    params: { host: 'bare.example.com:2375' },
  })
  expect(named('shell')).toMatchObject({ kind: 'ssh', problem: { code: 'ENDPOINT_UNSUPPORTED' } })
  expect(named('empty')?.problem?.code).toBe('ENDPOINT_INVALID')
  expect(named(idOf('broken').slice(0, 12))?.problem?.code).toBe('ENDPOINT_INVALID')
  expect(named('moved')?.problem?.code).toBe('ENDPOINT_INVALID')
})

test('TLS files never leave with the endpoint', () => {
  context('far', { Host: 'tcp://h:1' }, { tls: ['ca', 'key'] })
  const route = find().find(({ endpoint }) => endpoint.name === 'far')
  expect(Object.keys(route?.tls ?? {})).toEqual(['ca', 'key'])
  expect(JSON.stringify(route?.endpoint)).not.toContain('pem')
})

test('which one docker itself would use', () => {
  context('one', { Host: 'unix:///one.sock' })
  context('two', { Host: 'unix:///two.sock' })
  expect(current()).toMatchObject([{ id: 'default' }])
  write('config.json', { currentContext: 'one' })
  expect(current()).toMatchObject([{ id: 'context:one' }])
  expect(current({ env: { DOCKER_CONTEXT: 'two' } })).toMatchObject([{ id: 'context:two' }])
  expect(current({ env: { DOCKER_CONTEXT: 'default' } })).toMatchObject([{ id: 'default' }])
  const env = { DOCKER_CONTEXT: 'two', DOCKER_HOST: 'tcp://127.0.0.1:5' }
  expect(current({ env })).toEqual([
    {
      id: 'environment',
      name: 'DOCKER_HOST',
      source: 'environment',
      kind: 'tcp',
      host: env.DOCKER_HOST,
      current: true,
    },
  ])
  expect(current({ env: { DOCKER_CONTEXT: '', DOCKER_HOST: '' } })).toMatchObject([{ id: 'context:one' }])
})

test('DOCKER_CONFIG moves all of it; a broken config.json counts as none', () => {
  write('config.json', '{')
  expect(current()).toMatchObject([{ id: 'default' }])
  write('elsewhere/config.json', { currentContext: 'gone' })
  expect(current({ env: { DOCKER_CONFIG: join(home, '.docker', 'elsewhere') } })).toEqual([
    {
      id: 'context:gone',
      name: 'gone',
      source: 'context',
      kind: 'unix',
      host: '',
      current: true,
      problem: { code: 'ENDPOINT_UNKNOWN', params: { name: 'gone' }, retryable: false },
    },
  ])
})

test('TLS from the environment', () => {
  write('certs/ca.pem', 'pem')
  const env = {
    DOCKER_HOST: 'tcp://h',
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: join(home, '.docker/certs'),
  }
  const [route] = find({ env })
  expect(route).toMatchObject({
    endpoint: { kind: 'tls' },
    address: { kind: 'tcp', hostname: 'h', port: 2376 },
    tls: { ca: join(home, '.docker/certs/ca.pem') },
  })
  const [withoutFiles] = find({ env: { DOCKER_HOST: 'tcp://h', DOCKER_TLS: '1' } })
  expect(withoutFiles?.endpoint.kind).toBe('tls')
})

test('a DOCKER_HOST that is no address is shown as a problem', () => {
  expect(current({ env: { DOCKER_HOST: 'http://h' } })).toMatchObject([
    { id: 'environment', problem: { code: 'ENDPOINT_INVALID', params: { host: 'http://h' } } },
  ])
})

test('typed addresses keep their text; those that are none are left out', () => {
  const customHosts = ['/my.sock', 'tcp://10.0.0.1:2375', 'nonsense here', 'npipe:////./pipe/x']
  const custom = endpoints({ customHosts }).filter((endpoint) => endpoint.source === 'custom')
  expect(custom).toMatchObject([
    { id: 'host:/my.sock', host: '/my.sock', kind: 'unix' },
    { host: 'tcp://10.0.0.1:2375', problem: { code: 'ENDPOINT_INSECURE' } },
    { host: 'npipe:////./pipe/x', problem: { code: 'ENDPOINT_UNSUPPORTED' } },
  ])
})
