import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeAuthConfig, toAuthConfig } from '../../../main/credentials/authConfig'
import { decodeAuth } from '../../../main/credentials/fileCredential'
import { hostOfKey, registryKey } from '../../../main/credentials/registryKey'
import { base64 } from './fakeDockerHome'

describe('toAuthConfig', () => {
  it('gives a password with its user, and Docker Hub its own address', () => {
    expect(toAuthConfig({ username: 'ann', secret: 'pw', kind: 'password' }, 'docker.io')).toEqual({
      username: 'ann',
      password: 'pw',
      serveraddress: 'https://index.docker.io/v1/',
    })
  })

  it('gives an identity token alone', () => {
    expect(toAuthConfig({ username: '', secret: 'refresh', kind: 'identityToken' }, 'a.test:5000')).toEqual({
      identitytoken: 'refresh',
      serveraddress: 'a.test:5000',
    })
  })
})

describe('encodeAuthConfig', () => {
  it('is base64url with padding, as the engine (Go, base64.URLEncoding) decodes it', () => {
    const text = encodeAuthConfig({ username: 'a', password: 'p?>~ss', serveraddress: 'x' })
    expect(text).toBe('eyJ1c2VybmFtZSI6ImEiLCJwYXNzd29yZCI6InA_Pn5zcyIsInNlcnZlcmFkZHJlc3MiOiJ4In0=')
  })

  it('round-trips any text, with the alphabet of URLs and whole groups of four', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (username, password) => {
        const config = { username, password, serveraddress: 'x' }
        const text = encodeAuthConfig(config)
        expect(text).toMatch(/^[A-Za-z0-9_-]+=*$/)
        expect(text.length % 4).toBe(0)
        const decoded: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
        expect(decoded).toEqual(config)
      }),
    )
  })
})

describe('decodeAuth', () => {
  it('gives back any user without a colon and any password', () => {
    const user = fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes(':'))
    fc.assert(
      fc.property(user, fc.string({ unit: 'binary' }), (username, password) => {
        const trimmed = password.replace(/^\0+|\0+$/g, '')
        expect(decodeAuth(base64(`${username}:${password}`))).toEqual({ username, password: trimmed })
      }),
    )
  })

  it.each([base64('nocolon'), base64(':secret'), '***', base64('a:b').slice(0, 3) + '!'])(
    'refuses %j',
    (auth) => {
      expect(decodeAuth(auth)).toBeUndefined()
    },
  )
})

describe('registry keys', () => {
  it.each([
    ['docker.io', 'https://index.docker.io/v1/'],
    ['ghcr.io', 'ghcr.io'],
    ['localhost:5000', 'localhost:5000'],
    ['[::1]:5000', '[::1]:5000'],
    ['docker.io.evil.test', 'docker.io.evil.test'],
    ['evil.test/docker.io', undefined],
  ])('%s is %s', (host, key) => {
    expect(registryKey(host)).toBe(key)
  })

  it.each([
    ['https://index.docker.io/v1/', 'index.docker.io'],
    ['http://a.test', 'a.test'],
    ['a.test/v2', 'a.test'],
    ['https://a.test.evil.test/a.test', 'a.test.evil.test'],
  ])('the host of %s is %s', (key, host) => {
    expect(hostOfKey(key)).toBe(host)
  })
})
