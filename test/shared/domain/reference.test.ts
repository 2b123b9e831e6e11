import { isTag, nameOnly, parseReference, type Reference, withDefaultTag } from '@shared/domain/reference'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { cpuTime } from '../../builders/cpuTime'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const hex = 'f'.repeat(64)

function parsed(text: string): Reference {
  const result = parseReference(text)
  if (!result.ok) throw new Error(`${text}: ${result.error.code}`)
  return result.value
}

describe('accepts', () => {
  // text, domain, path, tag, digest, familiar, canonical (mostly from distribution/reference's own tests)
  test.each([
    ['redis', 'docker.io', 'library/redis', undefined, undefined, 'redis', 'docker.io/library/redis'],
    ['redis:7', 'docker.io', 'library/redis', '7', undefined, 'redis:7', 'docker.io/library/redis:7'],
    [
      'docker.io/redis',
      'docker.io',
      'library/redis',
      undefined,
      undefined,
      'redis',
      'docker.io/library/redis',
    ],
    [
      'docker.io/library/redis',
      'docker.io',
      'library/redis',
      undefined,
      undefined,
      'redis',
      'docker.io/library/redis',
    ],
    [
      'index.docker.io/redis:7',
      'docker.io',
      'library/redis',
      '7',
      undefined,
      'redis:7',
      'docker.io/library/redis:7',
    ],
    ['index.docker.io/me/app', 'docker.io', 'me/app', undefined, undefined, 'me/app', 'docker.io/me/app'],
    ['library/redis', 'docker.io', 'library/redis', undefined, undefined, 'redis', 'docker.io/library/redis'],
    ['library/a/b', 'docker.io', 'library/a/b', undefined, undefined, 'library/a/b', 'docker.io/library/a/b'],
    ['localhost/app', 'localhost', 'app', undefined, undefined, 'localhost/app', 'localhost/app'],
    [
      'localhost:5000/app',
      'localhost:5000',
      'app',
      undefined,
      undefined,
      'localhost:5000/app',
      'localhost:5000/app',
    ],
    [
      'localhost:5000',
      'docker.io',
      'library/localhost',
      '5000',
      undefined,
      'localhost:5000',
      'docker.io/library/localhost:5000',
    ],
    [
      'test.com:5000',
      'docker.io',
      'library/test.com',
      '5000',
      undefined,
      'test.com:5000',
      'docker.io/library/test.com:5000',
    ],
    ['test:5000/repo:tag', 'test:5000', 'repo', 'tag', undefined, 'test:5000/repo:tag', 'test:5000/repo:tag'],
    [
      'lowercase:Uppercase',
      'docker.io',
      'library/lowercase',
      'Uppercase',
      undefined,
      'lowercase:Uppercase',
      'docker.io/library/lowercase:Uppercase',
    ],
    [
      'Uppercase/lower:tag',
      'Uppercase',
      'lower',
      'tag',
      undefined,
      'Uppercase/lower:tag',
      'Uppercase/lower:tag',
    ],
    [
      '[2001:db8::1]:5000/repo:tag',
      '[2001:db8::1]:5000',
      'repo',
      'tag',
      undefined,
      '[2001:db8::1]:5000/repo:tag',
      '[2001:db8::1]:5000/repo:tag',
    ],
    ['[::1]/repo', '[::1]', 'repo', undefined, undefined, '[::1]/repo', '[::1]/repo'],
    [
      '192.168.1.1:5000/repo:5050',
      '192.168.1.1:5000',
      'repo',
      '5050',
      undefined,
      '192.168.1.1:5000/repo:5050',
      '192.168.1.1:5000/repo:5050',
    ],
    [
      `app:1@sha256:${hex}`,
      'docker.io',
      'library/app',
      '1',
      `sha256:${hex}`,
      `app:1@sha256:${hex}`,
      `docker.io/library/app:1@sha256:${hex}`,
    ],
    [
      `me/app@sha256:${hex}`,
      'docker.io',
      'me/app',
      undefined,
      `sha256:${hex}`,
      `me/app@sha256:${hex}`,
      `docker.io/me/app@sha256:${hex}`,
    ],
    [
      `a@sha512:${hex}${hex}`,
      'docker.io',
      'library/a',
      undefined,
      `sha512:${hex}${hex}`,
      `a@sha512:${hex}${hex}`,
      `docker.io/library/a@sha512:${hex}${hex}`,
    ],
    [
      'me/a__b.c-d--e',
      'docker.io',
      'me/a__b.c-d--e',
      undefined,
      undefined,
      'me/a__b.c-d--e',
      'docker.io/me/a__b.c-d--e',
    ],
    ['docker.io/a.b/c', 'docker.io', 'a.b/c', undefined, undefined, 'docker.io/a.b/c', 'docker.io/a.b/c'],
    [
      'docker.io/localhost/c',
      'docker.io',
      'localhost/c',
      undefined,
      undefined,
      'docker.io/localhost/c',
      'docker.io/localhost/c',
    ],
    ['foo_bar.com/app', '', 'foo_bar.com/app', undefined, undefined, 'foo_bar.com/app', 'foo_bar.com/app'],
    [
      'xn--n3h.com/my:xn--n3h.com',
      'xn--n3h.com',
      'my',
      'xn--n3h.com',
      undefined,
      'xn--n3h.com/my:xn--n3h.com',
      'xn--n3h.com/my:xn--n3h.com',
    ],
  ])('%s', (text, domain, path, tag, digest, familiar, canonical) => {
    const { familiarName, canonicalName, ...rest } = parsed(text ?? '')
    expect(rest).toEqual({
      domain,
      path,
      familiar,
      canonical,
      ...(tag && { tag }),
      ...(digest && { digest }),
    })
    expect(canonical?.startsWith(canonicalName)).toBe(true)
    expect(familiar?.startsWith(familiarName)).toBe(true)
  })

  test('a path of 255 characters, whatever the domain', () => {
    const path = `a/${'b'.repeat(253)}`
    expect(parsed(`registry.example.com:5000/${path}:tag`).path).toBe(path)
  })
})

describe('refuses', () => {
  test.each([
    ['', 'REFERENCE_EMPTY'],
    ['   ', 'REFERENCE_EMPTY'],
    [' redis', 'REFERENCE_INVALID'],
    ['redis\n', 'REFERENCE_INVALID'],
    ['red is', 'REFERENCE_INVALID'],
    [':tag', 'REFERENCE_INVALID'],
    [`@sha256:${hex}`, 'REFERENCE_INVALID'],
    ['a//b', 'REFERENCE_INVALID'],
    ['-a', 'REFERENCE_INVALID'],
    ['a-', 'REFERENCE_INVALID'],
    ['a___b', 'REFERENCE_INVALID'],
    ['a..b', 'REFERENCE_INVALID'],
    ['aa/asdf$$^/aa', 'REFERENCE_INVALID'],
    ['https://registry.example.com/app', 'REFERENCE_INVALID'],
    ['[2001:db8::1]', 'REFERENCE_INVALID'],
    ['[fe80::1%eth0]:5000/repo', 'REFERENCE_INVALID'],
    ['a/../b', 'REFERENCE_INVALID'],
    ['日本語', 'REFERENCE_INVALID'],
    ['<b>x</b>', 'REFERENCE_INVALID'],
    ['__proto__', 'REFERENCE_INVALID'],
    ['localhost:port/app', 'REFERENCE_INVALID'],
    ['Redis', 'REFERENCE_UPPERCASE'],
    ['test:5000/Upper/lower:tag', 'REFERENCE_UPPERCASE'],
    ['me/App:Tag', 'REFERENCE_UPPERCASE'],
    ['redis:', 'REFERENCE_TAG_INVALID'],
    ['redis:-x', 'REFERENCE_TAG_INVALID'],
    ['redis:a b', 'REFERENCE_TAG_INVALID'],
    ['redis:a:b', 'REFERENCE_TAG_INVALID'],
    [`redis:${'x'.repeat(129)}`, 'REFERENCE_TAG_INVALID'],
    ['localhost:5000/app:^', 'REFERENCE_TAG_INVALID'],
    ['redis@', 'REFERENCE_DIGEST_INVALID'],
    ['redis@sha256:abc', 'REFERENCE_DIGEST_INVALID'],
    [`redis@sha256:${'f'.repeat(34)}`, 'REFERENCE_DIGEST_INVALID'],
    [`redis@sha256:${'F'.repeat(64)}`, 'REFERENCE_DIGEST_INVALID'],
    [`redis:1@invalid:${hex}`, 'REFERENCE_DIGEST_INVALID'],
    [hex, 'REFERENCE_IS_ID'],
    [`sha256:${hex}`, 'REFERENCE_IS_ID'],
    [`me/${'a'.repeat(253)}`, 'REFERENCE_TOO_LONG'],
    ['a'.repeat(5_000), 'REFERENCE_TOO_LONG'],
  ])('%j: %s', (text, code) => {
    const result = parseReference(text)
    expect(result.ok ? 'accepted' : result.error.code).toBe(code)
  })

  test('upper case comes with the name that would do, tag untouched', () => {
    const result = parseReference('Me/App:RC1')
    expect(result.ok ? {} : result.error.params).toEqual({
      reference: 'Me/App:RC1',
      suggestion: 'me/app:RC1',
    })
  })

  test('what it says of hostile text is short and harmless', () => {
    const result = parseReference(`\u001b]0;x\u0007\u202e${'y'.repeat(400)}`)
    const shown = result.ok ? '' : String(result.error.params['reference'])
    expect(shown).toMatch(/^␛\]0;x␇⟨U\+202E⟩y+…$/)
    expect(shown.length).toBeLessThanOrEqual(120)
  })
})

const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)
const component = fc
  .tuple(word, fc.constantFrom('', '.', '_', '__', '-', '---'), word)
  .map(([a, s, b]) => a + s + b)
const domain = fc.constantFrom(
  '',
  'localhost/',
  'localhost:5000/',
  'ghcr.io/',
  '[::1]:80/',
  'HOST/',
  'docker.io/',
)
const reference = fc
  .tuple(
    domain,
    fc.array(component, { minLength: 1, maxLength: 4 }),
    fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/)),
    fc.option(fc.stringMatching(/^[0-9a-f]{64}$/)),
  )
  .map(([host, path, tag, digest]) => {
    return `${host}${path.join('/')}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@sha256:${digest}`}`
  })

describe('properties', () => {
  test('every reference of the grammar parses, and both of its forms parse to the same', () => {
    fc.assert(
      fc.property(reference, (text) => {
        const value = parsed(text)
        expect(parsed(value.familiar)).toEqual(value)
        expect(parsed(value.canonical)).toEqual(value)
        expect(value.canonical.length).toBeGreaterThanOrEqual(value.familiar.length)
      }),
    )
  })

  test('no text makes it throw or hang, and what it accepts it gives back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const result = parseReference(text)
        if (result.ok) expect(parsed(result.value.canonical)).toEqual(result.value)
      }),
    )
    const started = cpuTime()
    parseReference(`${'a-'.repeat(1_000)}!`)
    parseReference(`${'a.'.repeat(1_000)}/`)
    // Milliseconds; a pattern that backtracks would take minutes.
    expect(cpuTime() - started).toBeLessThan(3_000)
  })
})

test('latest goes in only where there is neither tag nor digest', () => {
  expect(withDefaultTag(parsed('redis')).familiar).toBe('redis:latest')
  expect(withDefaultTag(parsed('redis:7')).familiar).toBe('redis:7')
  expect(withDefaultTag(parsed(`redis@sha256:${hex}`)).familiar).toBe(`redis@sha256:${hex}`)
  expect(nameOnly(parsed(`redis:7@sha256:${hex}`)).canonical).toBe('docker.io/library/redis')
})

test('tags', () => {
  expect(['latest', '_', 'A.b-c', 'x'.repeat(128)].map(isTag)).toEqual([true, true, true, true])
  expect(['', '.a', '-a', 'x'.repeat(129), 'a/b'].map(isTag)).toEqual([false, false, false, false, false])
})
