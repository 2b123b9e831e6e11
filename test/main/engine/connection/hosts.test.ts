import { expect, test } from 'vitest'
import { isLoopback, parseHost } from '../../../../main/engine/connection/hosts'
import { codeOf } from '../failures'

const plain = { tls: false }

test.each([
  ['unix:///var/run/docker.sock', { kind: 'unix', path: '/var/run/docker.sock' }],
  ['unix://', { kind: 'unix', path: '/var/run/docker.sock' }],
  ['UNIX:///a b', { kind: 'unix', path: '/a b' }],
  ['/run/user/1000/docker.sock', { kind: 'unix', path: '/run/user/1000/docker.sock' }],
  [' /padded.sock ', { kind: 'unix', path: '/padded.sock' }],
  ['npipe:////./pipe/docker_engine', { kind: 'npipe', path: '//./pipe/docker_engine' }],
  ['npipe://', { kind: 'npipe', path: '//./pipe/docker_engine' }],
  ['\\\\.\\pipe\\docker_engine', { kind: 'npipe', path: '//./pipe/docker_engine' }],
  ['tcp://1.2.3.4:2375', { kind: 'tcp', hostname: '1.2.3.4', port: 2375 }],
  ['tcp://build.example.com', { kind: 'tcp', hostname: 'build.example.com', port: 2375 }],
  ['tcp://[::1]:1/', { kind: 'tcp', hostname: '::1', port: 1 }],
  ['tcp://[fe80::1%eth0]:1', { kind: 'tcp', hostname: 'fe80::1%eth0', port: 1 }],
  ['localhost:2375', { kind: 'tcp', hostname: 'localhost', port: 2375 }],
  ['ssh://me@host', { kind: 'ssh', destination: 'me@host' }],
] as const)('%s', (text, address) => {
  expect(parseHost(text, plain)).toEqual(address)
})

test('2376 is the port with TLS', () => {
  expect(parseHost('tcp://h', { tls: true })).toEqual({ kind: 'tcp', hostname: 'h', port: 2376 })
})

test.each([
  '',
  'http://h:1',
  'fd://',
  'unix://relative',
  'unix:///a\0b',
  `unix:///${'x'.repeat(107)}`,
  'tcp://',
  'tcp://:2375',
  'tcp://h:0',
  'tcp://h:65536',
  'tcp://h:1/path',
  'tcp://user:pw@h:1',
  'tcp://h:1?x',
  'npipe://x',
  'ssh://',
  'two words',
])('%j is no address', (text) => {
  expect(codeOf(() => parseHost(text, plain))).toBe('ENDPOINT_INVALID')
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['127.0.0.1.evil.example', false],
  ['localhost.evil.example', false],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
])('%s is loopback: %j', (hostname, loopback) => {
  expect(isLoopback(hostname)).toBe(loopback)
})
