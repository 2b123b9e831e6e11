import { expect, test } from 'vitest'
import { registryConfigHeader } from '../../../../main/engine/buildkit/classicAuth'
import { goMode } from '../../../../main/engine/buildkit/goMode'
import { registryHostOf } from '../../../../main/engine/buildkit/registryHost'
import { patternsFrom } from '../../../../main/engine/buildkit/syncRequest'

test('a pattern with a comma stays one, and url-encoded ones are read', () => {
  const headers = ['dir-name', 'context', 'Exclude-Patterns', 'a, b', 'exclude-patterns', '!c']
  expect(patternsFrom([...headers, 'followpaths', '%D1%84+x', 'followpaths-encoded', '1'])).toEqual({
    folder: 'context',
    excludes: ['a, b', '!c'],
    includes: [],
    follow: ['ф x'],
  })
})

test('raw UTF-8, as 20.10 sends it, is read; what is none stays', () => {
  const raw = (text: string) => patternsFrom(['exclude-patterns', text]).excludes[0]
  expect(raw(Buffer.from('!ä/*').toString('latin1'))).toBe('!ä/*')
  expect(raw('plain')).toBe('plain')
  expect(raw('\u00e4')).toBe('ä')
})

test('modes are Go’s', () => {
  expect(goMode({ kind: 'folder', mode: 0o1777 })).toBe(0x8000_0000 + 0x10_0000 + 0o777)
  expect(goMode({ kind: 'link', mode: 0o777 })).toBe(0x800_0000 + 0o777)
  expect(goMode({ kind: 'file', mode: 0o6755 })).toBe(0x80_0000 + 0x40_0000 + 0o755)
})

test('Docker Hub’s real host is asked for under the name that docker login uses', () => {
  expect(['registry-1.docker.io', 'localhost:5000'].map(registryHostOf)).toEqual([
    'docker.io',
    'localhost:5000',
  ])
})

test('the classic builder is told the credentials of the registries that FROM names, in base64url', async () => {
  const asked: string[] = []
  const credentials = {
    async get(host: string) {
      asked.push(host)
      return host === 'none' ? undefined : { username: 'u', secret: 'p?>~ss', kind: 'password' as const }
    },
  }
  const signal = new AbortController().signal
  const header = await registryConfigHeader(credentials, ['docker.io', 'none', 'r:1'], signal)
  expect(asked).toEqual(['docker.io', 'none', 'r:1'])
  const value = header['X-Registry-Config'] ?? ''
  expect(value).not.toMatch(/[+/=]/)
  expect(JSON.parse(Buffer.from(value, 'base64url').toString())).toEqual({
    'https://index.docker.io/v1/': { username: 'u', password: 'p?>~ss' },
    'r:1': { username: 'u', password: 'p?>~ss' },
  })
  expect(await registryConfigHeader(credentials, [], signal)).toEqual({})
})
