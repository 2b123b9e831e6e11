import type { AppError } from '@shared/errors'
import { cleanup, render, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { registryFailureOf } from '../../../main/engine/transfers/registryRefusal'
import { ErrorState } from '../../../renderer/components'
import '../../../renderer/i18n'

const host = 'reg.example:5000'
const errand = { host, name: `${host}/x/y`, reference: `${host}/x/y:1` }

type Wrong = {
  readonly what: string
  readonly code: string
  /** Words of engines, as they came (test/main/engine/transfers/words.test.ts). */
  readonly pull: string
  readonly push: string
  readonly sentence: string
  readonly advice: string
  readonly retryable: boolean
}

const wrong: readonly Wrong[] = [
  {
    what: 'the registry is down',
    code: 'REGISTRY_UNREACHABLE',
    pull: `Get "http://${host}/v2/": dial tcp 127.0.0.1:1: connect: connection refused`,
    push: `failed to do request: Head "https://${host}/v2/x/y/blobs/sha256:1": dial tcp: lookup reg.example: no such host`,
    sentence: `The registry ${host} does not answer.`,
    advice: 'Check the address and your network, then try again.',
    retryable: true,
  },
  {
    what: '401',
    code: 'REGISTRY_UNAUTHORIZED',
    pull: `Head "http://${host}/v2/x/y/manifests/1": no basic auth credentials`,
    push: 'unauthorized: authentication required',
    sentence: `The registry ${host} wants you to log in.`,
    advice: 'Run docker login for it, then try again.',
    retryable: false,
  },
  {
    what: '403',
    code: 'REGISTRY_FORBIDDEN',
    pull: `unknown: unexpected status from HEAD request to http://${host}/v2/x/y/manifests/1: 403 Forbidden`,
    push: 'denied: requested access to the resource is denied',
    sentence: `The registry ${host} does not allow this.`,
    advice: 'Your account lacks the right to it, or the repository does not exist for you.',
    retryable: false,
  },
  {
    what: '404',
    code: 'REGISTRY_NOT_FOUND',
    pull: `manifest for ${host}/x/y:1 not found: manifest unknown: manifest unknown`,
    push: 'name unknown: repository name not known to registry',
    sentence: `The registry ${host} does not have that.`,
    advice: 'Check the repository, the tag and the platform.',
    retryable: false,
  },
  {
    what: '429',
    code: 'REGISTRY_RATE_LIMITED',
    pull: 'toomanyrequests: You have reached your pull rate limit',
    push: `unknown: unexpected status from POST request to http://${host}/v2/x/y/blobs/uploads/: 429 Too Many Requests`,
    sentence: `The registry ${host} allows no more requests for now.`,
    advice: 'Wait a while, or log in: accounts have a higher limit.',
    retryable: true,
  },
  {
    what: 'HTML instead of JSON',
    code: 'REGISTRY_ANSWER_HTML',
    pull: "error unmarshalling content: invalid character '<' looking for beginning of value",
    push: 'error parsing HTTP 403 response body: invalid character \'<\' looking for beginning of value: "<html><body>log in</body></html>"',
    sentence: `${host} answered with a web page, not as a registry.`,
    advice: 'Check the address; a login page of your network may stand in between.',
    retryable: false,
  },
  {
    what: 'HTTP response to HTTPS client',
    code: 'REGISTRY_INSECURE',
    pull: `Get "https://${host}/v2/": http: server gave HTTP response to HTTPS client`,
    push: `failed to do request: Head "https://${host}/v2/x/y/blobs/sha256:1": http: server gave HTTP response to HTTPS client`,
    sentence: `The registry ${host} speaks plain HTTP, and the Docker Engine insists on HTTPS.`,
    advice: `Only if you trust every machine on the way: add "insecure-registries": ["${host}"] to the daemon.json of the engine and restart it.`,
    retryable: false,
  },
  {
    what: 'a certificate that nobody knows',
    code: 'REGISTRY_TLS',
    pull: `Get "https://${host}/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    push: `Get "https://${host}/v2/": x509: certificate has expired or is not yet valid`,
    sentence: `The secure connection to the registry ${host} could not be made.`,
    advice: 'Its certificate is not trusted here, has run out, or is for another name.',
    retryable: false,
  },
]

afterEach(cleanup)

function shown(error: AppError | undefined): ReturnType<typeof within> {
  if (error === undefined) return expect.fail('not known')
  render(<ErrorState error={error} compact />)
  return within(screen.getByRole('alert'))
}

describe.each(['pull', 'push'] as const)('a %s that went wrong', (kind) => {
  it.each(wrong)(
    '$what: own code, sentence and advice',
    ({ code, sentence, advice, retryable, ...words }) => {
      const error = registryFailureOf(words[kind], errand)?.error
      expect(error).toMatchObject({ code, retryable })
      const alert = shown(error)
      expect(alert.getByText(sentence)).toBeTruthy()
      expect(alert.getByText(advice)).toBeTruthy()
      // The engine's own words are there, folded.
      expect(alert.getByLabelText('Details').textContent).toBe(words[kind])
    },
  )
})

it('words of a registry that are hostile are text', () => {
  const words = 'denied: <img src=x onerror=alert(1)>\u001b]0;t\u0007 \u202e ##vso[task]'
  const alert = shown(registryFailureOf(words, errand)?.error)
  expect(document.querySelector('img')).toBeNull()
  expect(alert.getByLabelText('Details').textContent).toBe(
    'denied: <img src=x onerror=alert(1)>␛]0;t␇ ⟨U+202E⟩ ##vso[task]',
  )
})
