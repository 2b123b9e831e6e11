import { expect, test } from 'vitest'
import { failureOf, type Place, refusalOf } from '../../../main/engine/engineErrors'
import { AnswerCut, AnswerTooLarge } from '../../../main/engine/http/body'
import { LineTooLong, NotJson } from '../../../main/streams/lines'
import { type GoldenVersion, golden, goldenVersions } from './golden'

const place: Place = { host: 'unix:///d.sock', owner: () => ({ path: '/d.sock', group: 'docker' }) }
const subject = { type: 'image', image: 'app:1' } as const

type Recorded = { readonly what: string; readonly status: number; readonly body: string }

function recorded(version: GoldenVersion): readonly Recorded[] {
  const list = golden(version, 'refusals')
  if (!Array.isArray(list)) throw new Error('no golden refusals')
  return list
}

/** What a recorded refusal must come out as, on every engine alike. */
const expected: Readonly<Record<string, string | readonly string[]>> = {
  'tag upper': 'REFERENCE_UPPERCASE',
  'tag bad tag': 'REFERENCE_TAG_INVALID',
  'tag missing image': 'IMAGE_NOT_FOUND',
  'delete by id, several repositories': ['IMAGE_HAS_CHILDREN', 'IMAGE_SEVERAL_REPOSITORIES'],
  'delete by short id, several repositories': ['IMAGE_HAS_CHILDREN', 'IMAGE_SEVERAL_REPOSITORIES'],
  'delete base by id with child': ['IMAGE_HAS_CHILDREN', 'IMAGE_SEVERAL_REPOSITORIES'],
  'delete base by id w/o names with child': 'IMAGE_HAS_CHILDREN',
  'force delete base by id w/o names with child': ['IMAGE_HAS_CHILDREN', 'IMAGE_NOT_FOUND'],
  'delete name used by stopped': 'IMAGE_IN_USE_STOPPED',
  'delete id used by stopped': 'IMAGE_IN_USE_STOPPED',
  'delete id, several repos and stopped': ['IMAGE_SEVERAL_REPOSITORIES', 'IMAGE_IN_USE_STOPPED'],
  // The engine says not which; removeImage asks the container.
  'delete name used by running': 'IMAGE_IN_USE_STOPPED',
  'delete id used by running': 'IMAGE_IN_USE_RUNNING',
  'force delete id used by running': 'IMAGE_IN_USE_RUNNING',
  'delete missing': 'IMAGE_NOT_FOUND',
  'inspect missing': 'IMAGE_NOT_FOUND',
  'inspect bad': 'REFERENCE_UPPERCASE',
  'history missing': 'IMAGE_NOT_FOUND',
  'container missing': 'ENGINE_ERROR',
  'inspect by ambiguous prefix': 'IMAGE_NOT_FOUND',
  'delete id plain': 'IMAGE_HAS_CHILDREN',
  'bad version': 'ENGINE_ERROR',
  'old version': 'ENGINE_ERROR',
}

test.each(goldenVersions)('%s: every recorded refusal has its code', (version) => {
  for (const { what, status, body } of recorded(version)) {
    const { error } = refusalOf({ status, contentType: 'application/json', text: body }, place, subject)
    expect([expected[what]].flat(), `${what}: ${body}`).toContain(error.code)
    expect(error.detail).not.toMatch(/^\{|\n$/)
    if (error.code.startsWith('IMAGE_')) expect(error.params.image).toBe('app:1')
    if (error.code.startsWith('IMAGE_IN_USE')) expect(error.params.container).toMatch(/^[0-9a-f]{12}$/)
  }
})

test.each([
  [500, 'write /var/lib/docker/x: no space left on device', 'ENGINE_DISK_FULL', false],
  [500, 'a disk usage operation is already running', 'ENGINE_BUSY', true],
  [500, 'something broke', 'ENGINE_ERROR', true],
  [403, 'authorization denied by plugin x', 'ENGINE_ERROR', false],
  [409, 'conflict of a new kind', 'ENGINE_ERROR', false],
  [404, 'unrecognized image ID sha256:abc', 'IMAGE_NOT_FOUND', false],
  [400, 'Client sent an HTTP request to an HTTPS server.', 'ENGINE_TLS', false],
  [301, '', 'ENGINE_NOT_DOCKER', false],
])('%i %j', (status, message, code, retryable) => {
  const text = JSON.stringify({ message })
  const { error } = refusalOf({ status, contentType: 'application/json', text }, place, subject)
  expect({ code: error.code, retryable: error.retryable, detail: error.detail }).toEqual({
    code,
    retryable,
    detail: message,
  })
})

test('a page of HTML is not Docker; plain text may be', () => {
  const page = { status: 502, contentType: 'text/html; charset=utf-8', text: '<h1>Bad Gateway</h1>' }
  expect(refusalOf(page, place).error).toEqual({
    code: 'ENGINE_NOT_DOCKER',
    params: { host: place.host },
    detail: '<h1>Bad Gateway</h1>',
    retryable: false,
  })
  expect(refusalOf({ ...page, contentType: 'text/plain' }, place).error.code).toBe('ENGINE_ERROR')
})

test('hostile words stay in the detail, cut to a length; a long name is cut in the sentence', () => {
  const text = `No such image: ${'\u001b[31m<b>x</b>'.repeat(1000)}`
  const long = { type: 'image', image: 'n'.repeat(5000) } as const
  const { error } = refusalOf({ status: 404, contentType: 'text/plain', text }, place, long)
  expect(error.code).toBe('IMAGE_NOT_FOUND')
  expect(String(error.params.image)).toHaveLength(200)
  expect(error.detail).toHaveLength(8192)
  expect(JSON.stringify(error.params)).not.toContain('<b>')
})

const system = (code: string) => Object.assign(new Error(`words of ${code}`), { code })

test.each([
  ['ENOENT', 'ENGINE_UNREACHABLE', true],
  ['ECONNREFUSED', 'ENGINE_UNREACHABLE', true],
  ['ENOTFOUND', 'ENGINE_UNREACHABLE', true],
  ['EHOSTUNREACH', 'ENGINE_UNREACHABLE', true],
  ['ECONNRESET', 'ENGINE_LOST', true],
  ['EPIPE', 'ENGINE_LOST', true],
  ['HPE_INVALID_CONSTANT', 'ENGINE_NOT_DOCKER', false],
  ['EPROTO', 'ENGINE_TLS', false],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'ENGINE_TLS', false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'ENGINE_TLS', false],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ENGINE_TLS', false],
  ['CERT_HAS_EXPIRED', 'ENGINE_TLS', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'ENGINE_TLS', false],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'ENGINE_TLS', false],
  ['EWHATEVER', 'ENGINE_ERROR', false],
])('%s is %s', (code, expectedCode, retryable) => {
  const { error } = failureOf(system(code), place)
  expect(error).toMatchObject({ code: expectedCode, retryable, detail: `words of ${code}` })
})

test('permission denied names the socket and its group', () => {
  expect(failureOf(system('EACCES'), place).error).toMatchObject({
    code: 'ENGINE_PERMISSION_DENIED',
    params: { path: '/d.sock', group: 'docker' },
  })
})

test.each([
  [new AnswerCut(), 'ENGINE_LOST'],
  [new AnswerTooLarge(5), 'ENGINE_ERROR'],
  [new LineTooLong(5), 'ENGINE_LOST'],
  [new NotJson('{'), 'ENGINE_LOST'],
  [new SyntaxError('x'), 'ENGINE_NOT_DOCKER'],
  ['a string', 'ENGINE_ERROR'],
])('%s', (thrown, code) => {
  expect(failureOf(thrown, place).error.code).toBe(code)
})
