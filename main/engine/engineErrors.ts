import { type AppErrorCode, AppFailure, appError, type Params } from '@shared/errors'
import { LineTooLong, NotJson } from '../streams/lines'
import { AnswerTooLarge } from './http/body'
import { isJson } from './records/read'
import { containerIn, refusals, type Subject } from './refusals'

/** Where the failed request went. */
export type Place = {
  /** As DOCKER_HOST would say it. */
  readonly host: string
  /** Who owns the socket: asked only when permission is denied. */
  readonly owner: () => { readonly path: string; readonly group: string }
}

const unreachable = new Set([
  'ENOENT',
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'ENOTDIR',
  'ENOTSOCK',
])
const lost = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'])
const tls =
  /^(?:ERR_SSL_|ERR_TLS_|ERR_OSSL_|CERT_|SELF_SIGNED_|UNABLE_TO_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|CRL_|EPROTO$)/

/** What a socket, TLS, HTTP or parsing failure means to the user. AppFailures pass through. */
export function failureOf(error: unknown, place: Place): AppFailure {
  if (error instanceof AppFailure) return error
  const code = codeOf(error)
  const detail = error instanceof Error ? error.message : String(error)
  const make = (appCode: AppErrorCode, params: Params, retryable: boolean) =>
    new AppFailure(appError(appCode, params, { detail, retryable }), error)
  const { host } = place
  if (error instanceof LineTooLong || error instanceof NotJson) return make('ENGINE_LOST', { host }, true)
  if (error instanceof AnswerTooLarge) return make('ENGINE_ERROR', { status: 200 }, false)
  if (error instanceof SyntaxError || code.startsWith('HPE_'))
    return make('ENGINE_NOT_DOCKER', { host }, false)
  if (code === 'EACCES' || code === 'EPERM') return make('ENGINE_PERMISSION_DENIED', place.owner(), false)
  if (unreachable.has(code)) return make('ENGINE_UNREACHABLE', { host }, true)
  if (lost.has(code)) return make('ENGINE_LOST', { host }, true)
  if (tls.test(code)) return make('ENGINE_TLS', { host }, false)
  return make('ENGINE_ERROR', { status: 0 }, false)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

export type Answer = {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

/** What an answer that is no success means. The engine's words go into `detail` and, by table, into the code. */
export function refusalOf(answer: Answer, place: Place, subject?: Subject): AppFailure {
  const { status } = answer
  const words = wordsOf(answer)
  const known = refusals.find(
    (row) => (row.status === undefined || row.status === status) && row.text.test(words),
  )
  if (known !== undefined) {
    const params = paramsOf(known.code, subject, place, words)
    return new AppFailure(
      appError(known.code, params, { detail: words, retryable: known.retryable ?? false }),
    )
  }
  if (!speaksDocker(answer)) {
    return new AppFailure(appError('ENGINE_NOT_DOCKER', { host: place.host }, { detail: words }))
  }
  return new AppFailure(appError('ENGINE_ERROR', { status }, { detail: words, retryable: status >= 500 }))
}

/** Engines answer JSON or plain text; a page is a proxy's or another server's. An engine never redirects. */
function speaksDocker({ status, contentType }: Answer): boolean {
  return !contentType.startsWith('text/html') && (status < 300 || status > 399)
}

/** `{"message": ...}`, or since 28.5 sometimes the bare text. */
export function wordsOf({ text }: Pick<Answer, 'text'>): string {
  try {
    const json: unknown = JSON.parse(text)
    if (isJson(json) && typeof json.message === 'string') return json.message
  } catch {
    // Bare text.
  }
  return text.trim()
}

function paramsOf(code: AppErrorCode, subject: Subject | undefined, place: Place, words: string): Params {
  if (code.startsWith('ENGINE_')) return { host: place.host }
  const named = subjectParams(subject)
  const container = containerIn(words)
  return container === undefined ? named : { ...named, container }
}

function subjectParams(subject: Subject | undefined): Params {
  switch (subject?.type) {
    case undefined:
      return {}
    case 'image':
      return { image: brief(subject.image), reference: brief(subject.image) }
    case 'tag':
      return { image: brief(subject.image), reference: brief(subject.reference), tag: brief(subject.tag) }
    case 'container':
      return { container: brief(subject.container) }
  }
}

function brief(name: string): string {
  return name.length > 200 ? `${name.slice(0, 199)}…` : name
}
