import { type AppErrorCode, AppFailure, appError, type Params } from '@shared/errors'
import { cut, harmless } from '@shared/text'

/** What the engine was to do with a registry. */
export type RegistryErrand = {
  /** `docker.io`, `localhost:5000` */
  readonly host: string
  /** Canonical name without tag; its own letters must not be taken for the engine's words. */
  readonly name: string
  readonly reference: string
  readonly platform?: string
}

type Rule = {
  readonly words: RegExp
  readonly code: AppErrorCode
  readonly params?: Params
  readonly retryable?: boolean
}

/**
 * How engines tell what a registry did: no engine gives a code. Collected from 20.10.24, 26.1.5 and 28.5.2 with both
 * stores (test/engine/transfers/registryFaults.test.ts asks them all). The first that fits counts.
 */
const rules: readonly Rule[] = [
  { words: /no space left on device/i, code: 'ENGINE_DISK_FULL' },
  { words: /server gave HTTP response to HTTPS client/, code: 'REGISTRY_INSECURE' },
  { words: /429 Too Many|toomanyrequests|status code 429/i, code: 'REGISTRY_RATE_LIMITED', retryable: true },
  {
    words: /certificate has expired or is not yet valid/,
    code: 'REGISTRY_TLS',
    params: { reason: 'expired' },
  },
  {
    words: /certificate is valid for|any IP SANs|not valid for any names|relies on legacy Common Name/,
    code: 'REGISTRY_TLS',
    params: { reason: 'wrongHost' },
  },
  { words: /signed by unknown authority/, code: 'REGISTRY_TLS', params: { reason: 'notTrusted' } },
  {
    words: /Client\.Timeout|deadline exceeded|i\/o timeout|handshake timeout/,
    code: 'REGISTRY_TIMEOUT',
    retryable: true,
  },
  { words: /x509: |\btls: /, code: 'REGISTRY_TLS', params: { reason: 'other' } },
  {
    words: /connection refused|no such host|no route to host|network is unreachable|server misbehaving/,
    code: 'REGISTRY_UNREACHABLE',
    retryable: true,
  },
  {
    words: /no matching manifest|not match the specified platform|no match for platform/,
    code: 'PLATFORM_MISSING',
  },
  { words: /<html|<!doctype|invalid character '<'|media type text\/html/i, code: 'REGISTRY_ANSWER_HTML' },
  {
    words:
      /no basic auth credentials|authorization failed|unauthorized|authentication required|status code 401|incorrect username/i,
    code: 'REGISTRY_UNAUTHORIZED',
  },
  { words: /403 Forbidden|status code 403|\bdenied\b/i, code: 'REGISTRY_FORBIDDEN' },
  {
    words: /tag does not exist|does not exist locally|no such image|reference does not exist/i,
    code: 'IMAGE_NOT_FOUND',
  },
  {
    words: /\b5\d\d [A-Z]|status code 5\d\d|unexpected status from .*: 5\d\d/,
    code: 'REGISTRY_ERROR',
    retryable: true,
  },
  {
    words:
      /unexpected end of JSON|error unmarshalling|invalid desc|digest format|invalid content digest|verification failed|unexpected commit digest|failed size validation|invalid digest|media ?type|manifest invalid|decoding registry/i,
    code: 'REGISTRY_ANSWER_INVALID',
    retryable: true,
  },
  {
    words: /\bEOF\b|connection reset|broken pipe|closed network connection|short read/,
    code: 'REGISTRY_UNREACHABLE',
    params: { cause: 'cut' },
    retryable: true,
  },
  {
    words: /manifest unknown|name unknown|not known to registry|not found|404/i,
    code: 'REGISTRY_NOT_FOUND',
  },
]

/** undefined: the words are not about a registry. */
export function registryFailureOf(words: string, errand: RegistryErrand): AppFailure | undefined {
  const { host, name, reference, platform } = errand
  const plain = words.replaceAll(name, ' ').replaceAll(name.replace(/^docker\.io\/(?:library\/)?/, ''), ' ')
  const rule = rules.find(({ words: fits }) => fits.test(plain))
  if (rule === undefined) return undefined
  const shown = cut(harmless(host), 255)
  const params: Params = {
    host: shown,
    reference: cut(harmless(reference), 300),
    ...(rule.code === 'IMAGE_NOT_FOUND' ? { image: cut(harmless(reference), 300) } : {}),
    ...(rule.code === 'REGISTRY_INSECURE' ? { line: `"insecure-registries": ["${shown}"]` } : {}),
    ...(rule.code === 'PLATFORM_MISSING' ? { platform: cut(platform ?? '', 100) } : {}),
    ...rule.params,
  }
  const more = { detail: harmless(words), retryable: rule.retryable ?? false }
  return new AppFailure(appError(rule.code, params, more))
}

/** For errors inside of a stream, which have no other meaning than their words. */
export function streamFailure(words: string, errand: RegistryErrand | undefined): AppFailure {
  const known = errand === undefined ? undefined : registryFailureOf(words, errand)
  if (known !== undefined) return known
  const detail = harmless(words)
  if (/no space left on device/i.test(words)) {
    return new AppFailure(appError('ENGINE_DISK_FULL', {}, { detail }))
  }
  return new AppFailure(appError('ENGINE_ERROR', { status: 200 }, { detail }))
}
