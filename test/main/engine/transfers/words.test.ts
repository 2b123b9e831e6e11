import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containerFailureOf } from '../../../../main/engine/containers/containerRefusal'
import { readFrames } from '../../../../main/engine/containers/frames'
import { registryFailureOf } from '../../../../main/engine/transfers/registryRefusal'

const errand = { host: 'reg.example:5000', name: 'reg.example:5000/x/y', reference: 'reg.example:5000/x/y:1' }

describe('what engines say of registries', () => {
  // Words of 20.10.24, 26.1.5, 28.5.2 and 28.5.2 with the containerd store, as they came.
  it.each([
    ['Head "http://reg/v2/x/manifests/1": no basic auth credentials', 'REGISTRY_UNAUTHORIZED'],
    ['unauthorized: authentication required', 'REGISTRY_UNAUTHORIZED'],
    [
      'failed to resolve reference "reg/x:1": pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      'REGISTRY_UNAUTHORIZED',
    ],
    [
      'unknown: unexpected status from HEAD request to http://reg/v2/x/manifests/1: 401 Unauthorized',
      'REGISTRY_UNAUTHORIZED',
    ],
    ['denied', 'REGISTRY_FORBIDDEN'],
    [
      "pull access denied for reg/x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
      'REGISTRY_FORBIDDEN',
    ],
    ['unknown: unexpected status from HEAD request to http://reg/v2/x: 403 Forbidden', 'REGISTRY_FORBIDDEN'],
    ['manifest for reg/x:nope not found: manifest unknown: manifest unknown', 'REGISTRY_NOT_FOUND'],
    ['failed to resolve reference "reg/x:nope": reg/x:nope: not found', 'REGISTRY_NOT_FOUND'],
    ['name unknown', 'REGISTRY_NOT_FOUND'],
    ['toomanyrequests: You have reached your pull rate limit', 'REGISTRY_RATE_LIMITED'],
    [
      'unknown: unexpected status from HEAD request to http://reg/v2/x: 429 Too Many Requests',
      'REGISTRY_RATE_LIMITED',
    ],
    ['Unexpected status code 429', 'REGISTRY_RATE_LIMITED'],
    ['received unexpected HTTP status: 500 Internal Server Error', 'REGISTRY_ERROR'],
    [
      "error unmarshalling content: invalid character '<' looking for beginning of value",
      'REGISTRY_ANSWER_HTML',
    ],
    [
      'error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html>"',
      'REGISTRY_ANSWER_HTML',
    ],
    [
      'failed to unpack image: unexpected media type text/html for sha256:4e4: not found',
      'REGISTRY_ANSWER_HTML',
    ],
    ['unexpected end of JSON input', 'REGISTRY_ANSWER_INVALID'],
    ['Get "https://reg/v2/": http: server gave HTTP response to HTTPS client', 'REGISTRY_INSECURE'],
    ['Get "http://reg/v2/": dial tcp 127.0.0.1:1: connect: connection refused', 'REGISTRY_UNREACHABLE'],
    ['Get "https://reg/v2/": dial tcp: lookup reg on 10.0.0.1:53: no such host', 'REGISTRY_UNREACHABLE'],
    ['unexpected EOF', 'REGISTRY_UNREACHABLE'],
    ['net/http: request canceled (Client.Timeout exceeded while awaiting headers)', 'REGISTRY_TIMEOUT'],
    ['net/http: TLS handshake timeout', 'REGISTRY_TIMEOUT'],
    [
      'Get "https://reg/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'REGISTRY_TLS',
    ],
    ['Get "https://reg/v2/": x509: certificate is valid for 127.0.0.1, not 10.0.0.2', 'REGISTRY_TLS'],
    ['no matching manifest for linux/s390x in the manifest list entries', 'PLATFORM_MISSING'],
    [
      'image with reference reg/x:1 was found but does not match the specified platform: wanted a, actual: b',
      'PLATFORM_MISSING',
    ],
    ['tag does not exist: reg/x:nope', 'IMAGE_NOT_FOUND'],
    ['write /var/lib/docker/tmp/x: no space left on device', 'ENGINE_DISK_FULL'],
  ])('%s', (words, code) => {
    const failure = registryFailureOf(words, errand)
    expect(failure?.error).toMatchObject({ code, detail: words })
    if (code.startsWith('REGISTRY_')) expect(failure?.error.params.host).toBe(errand.host)
  })

  it('does not take the name for the words', () => {
    const odd = { ...errand, name: 'docker.io/denied/unauthorized', reference: 'denied/unauthorized:1' }
    expect(
      registryFailureOf('manifest for denied/unauthorized:1 not found: manifest unknown', odd)?.error.code,
    ).toBe('REGISTRY_NOT_FOUND')
  })

  it('shows hostile words as symbols, and knows what it does not know', () => {
    const failure = registryFailureOf('denied: \u001b[31m<b>x</b>', errand)
    expect(failure?.error.detail).toBe('denied: ␛[31m<b>x</b>')
    expect(registryFailureOf('failed to register layer: oops', errand)).toBeUndefined()
  })
})

describe('what engines say of containers', () => {
  const asked = { container: 'web', image: 'app:1' }
  it.each([
    [
      409,
      'Conflict. The container name "/web" is already in use by container "7b47a7974ac458dc989cbc37". You have to remove',
      'CONTAINER_NAME_TAKEN',
      { name: 'web', container: '7b47a7974ac4' },
    ],
    [
      400,
      'Invalid container name (bad name), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
      'CONTAINER_NAME_INVALID',
      {},
    ],
    [
      500,
      'driver failed programming external connectivity on endpoint b (db): Bind for 0.0.0.0:28081 failed: port is already allocated',
      'RUN_PORT_TAKEN',
      { port: '28081' },
    ],
    [
      500,
      'failed to set up container networking: driver failed: Bind for :::28081 failed: port is already allocated',
      'RUN_PORT_TAKEN',
      { port: '28081' },
    ],
    [
      500,
      'driver failed: Error starting userland proxy: listen tcp4 0.0.0.0:36871: bind: address already in use',
      'RUN_PORT_TAKEN',
      { port: '36871' },
    ],
    [
      500,
      'driver failed: failed to bind host port for 0.0.0.0:40051:10.213.20.3:80/tcp: address already in use',
      'RUN_PORT_TAKEN',
      { port: '40051' },
    ],
    [
      400,
      'runc create failed: unable to start container process: exec: "/bin/nothere": stat /bin/nothere: no such file or directory: unknown',
      'RUN_COMMAND_INVALID',
      { command: '/bin/nothere' },
    ],
    [
      400,
      'exec: "port is already": permission denied',
      'RUN_COMMAND_INVALID',
      { command: 'port is already' },
    ],
    [400, 'No command specified', 'RUN_NO_COMMAND', { image: 'app:1' }],
    [404, 'No such image: app:1', 'IMAGE_NOT_FOUND', { image: 'app:1' }],
    [404, 'No such container: web', 'CONTAINER_NOT_FOUND', { container: 'web' }],
    [409, 'You cannot remove a running container 5a36. Stop the container before', 'CONTAINER_RUNNING', {}],
    [400, 'invalid port specification: "99999"', 'RUN_REFUSED', { image: 'app:1' }],
  ])('%i %s', (status, words, code, params) => {
    expect(containerFailureOf({ status, words }, asked)?.error).toMatchObject({ code, params })
  })

  it('is nothing of a container where none of that is said', () => {
    expect(containerFailureOf({ status: 500, words: 'oops' }, { container: 'web' })).toBeUndefined()
  })
})

describe('frames', () => {
  it('come out as they went in, however they are cut', async () => {
    const frame = fc.record({
      stream: fc.constantFrom('stdout' as const, 'stderr' as const),
      text: fc.string(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        async (frames, cuts) => {
          const bytes = Buffer.concat(
            frames.map(({ stream, text }) => {
              const content = Buffer.from(text)
              const header = Buffer.alloc(8)
              header[0] = stream === 'stderr' ? 2 : 1
              header.writeUInt32BE(content.length, 4)
              return Buffer.concat([header, content])
            }),
          )
          const chunks = async function* () {
            for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
              const size = cuts[turn % cuts.length] ?? 1
              yield bytes.subarray(at, at + size)
              at += size
            }
            await Promise.resolve()
          }
          const out = { stdout: '', stderr: '' }
          const whole = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
          for await (const piece of readFrames(chunks())) whole[piece.stream].push(Buffer.from(piece.bytes))
          for (const { stream, text } of frames) out[stream] += text
          expect(Buffer.concat(whole.stdout).toString()).toBe(Buffer.from(out.stdout).toString())
          expect(Buffer.concat(whole.stderr).toString()).toBe(Buffer.from(out.stderr).toString())
        },
      ),
      { numRuns: 100 },
    )
  })
})
