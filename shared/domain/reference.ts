import { appError } from '../errors'
import { err, ok, type Result } from '../result'
import { ellipsis, harmless } from '../text'
import { type Digest, parseDigest } from './digest'

/**
 * A parsed `name [":" tag] ["@" digest]` (grammar: distribution/reference, reference.go and regexp.go; normalising:
 * normalize.go). Compare `canonical`, show `familiar`. No tag is invented: see `withDefaultTag`.
 */
export type Reference = {
  /** `docker.io`, `localhost:5000`, `[::1]:5000`; empty where the engine sees none (`foo_bar.com/app`). */
  readonly domain: string
  /** `library/redis` */
  readonly path: string
  readonly tag?: string
  readonly digest?: Digest
  /** `redis` */
  readonly familiarName: string
  /** `docker.io/library/redis` */
  readonly canonicalName: string
  readonly familiar: string
  readonly canonical: string
}

export const defaultDomain = 'docker.io'
export const defaultTag = 'latest'
/** Characters of a path (without domain), as the grammar limits it. */
export const maxPathLength = 255

const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])'
const host = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])`
const domainAndPort = `${host}(?::[0-9]+)?`
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const path = `${component}(?:/${component})*`
const tag = '[\\w][\\w.-]{0,127}'
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}'

const wholeName = new RegExp(`^(?:(${domainAndPort})/)?(${path})$`)
const wholeReference = new RegExp(`^((?:${domainAndPort}/)?${path})(?::(${tag}))?(?:@(${digest}))?$`)
const wholeTag = new RegExp(`^${tag}$`)
const identifier = /^(?:sha256:)?[a-f0-9]{64}$/

/** Where the domain ends, as Docker decides it: only before the first slash, and only when it looks like a host. */
function splitDomain(text: string): { readonly domain: string; readonly rest: string } {
  const slash = text.indexOf('/')
  if (slash === -1) return { domain: defaultDomain, rest: `library/${text}` }
  const first = text.slice(0, slash)
  const isDomain = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first
  const domain = first === 'index.docker.io' ? defaultDomain : isDomain ? first : defaultDomain
  const rest = isDomain ? text.slice(slash + 1) : text
  return { domain, rest: domain === defaultDomain && !rest.includes('/') ? `library/${rest}` : rest }
}

function familiarNameOf(domain: string, path: string): string {
  if (domain === '') return path
  if (domain !== defaultDomain) return `${domain}/${path}`
  const official = path.startsWith('library/') && path.indexOf('/', 'library/'.length) === -1
  const short = official ? path.slice('library/'.length) : path
  // Docker shortens `docker.io/a.b/c` to `a.b/c`, which names another registry: here such names stay whole.
  const back = splitDomain(short)
  return back.domain === domain && back.rest === path && !identifier.test(short) ? short : `${domain}/${path}`
}

function build(domain: string, path: string, tag: string | undefined, digest: Digest | undefined): Reference {
  const familiarName = familiarNameOf(domain, path)
  const canonicalName = domain === '' ? path : `${domain}/${path}`
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`
  return {
    domain,
    path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    familiarName,
    canonicalName,
    familiar: familiarName + suffix,
    canonical: canonicalName + suffix,
  }
}

/** Names the part that breaks the grammar, so that the sentence can point at it. */
function refuse(text: string): Result<Reference> {
  const shown = { reference: ellipsis(harmless(text), 120) }
  const lower = lowerName(text)
  const { domain, rest } = splitDomain(text)
  const full = `${domain}/${rest}`
  if (lower !== text && wholeReference.test(`${splitDomain(lower).domain}/${splitDomain(lower).rest}`)) {
    return err(appError('REFERENCE_UPPERCASE', { ...shown, suggestion: ellipsis(lower, 120) }))
  }
  const at = full.indexOf('@')
  const beforeDigest = at === -1 ? full : full.slice(0, at)
  if (at !== -1 && wholeReference.test(beforeDigest)) {
    return err(appError('REFERENCE_DIGEST_INVALID', { ...shown, digest: shownPart(full.slice(at + 1)) }))
  }
  const colon = beforeDigest.indexOf(':', beforeDigest.lastIndexOf('/') + 1)
  if (colon !== -1 && wholeName.test(beforeDigest.slice(0, colon))) {
    const wrong = beforeDigest.slice(colon + 1)
    return err(appError('REFERENCE_TAG_INVALID', { ...shown, tag: shownPart(wrong) }))
  }
  return err(appError('REFERENCE_INVALID', shown))
}

/** Lower case up to the tag or digest: those may keep their capitals. */
function lowerName(text: string): string {
  const at = text.indexOf('@')
  const name = at === -1 ? text : text.slice(0, at)
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1)
  const end = colon === -1 ? name.length : colon
  return text.slice(0, end).toLowerCase() + text.slice(end)
}

function shownPart(text: string): string {
  return ellipsis(harmless(text), 80)
}

/**
 * Strict: no trimming, no repair. Errors: REFERENCE_EMPTY, REFERENCE_IS_ID (64 hex digits are an image id),
 * REFERENCE_UPPERCASE {suggestion}, REFERENCE_TOO_LONG {length, max}, REFERENCE_TAG_INVALID {tag},
 * REFERENCE_DIGEST_INVALID {digest}, REFERENCE_INVALID; all with {reference}.
 */
export function parseReference(text: string): Result<Reference> {
  if (text.trim() === '') return err(appError('REFERENCE_EMPTY'))
  const shown = { reference: ellipsis(harmless(text), 120) }
  if (identifier.test(text)) return err(appError('REFERENCE_IS_ID', shown))
  // Beyond any legal reference: the patterns need not see it.
  if (text.length > 2048) return err(tooLong(shown, text.length))
  const { domain, rest } = splitDomain(text)
  const match = wholeReference.exec(`${domain}/${rest}`)
  const name = match?.[1] === undefined ? null : wholeName.exec(match[1])
  if (match === null || name === null) return refuse(text)
  const path = name[2] ?? ''
  if (path.length > maxPathLength) return err(tooLong(shown, path.length))
  const digestText = match[3]
  const digest = digestText === undefined ? undefined : knownDigest(digestText)
  if (digestText !== undefined && digest === undefined) {
    return err(appError('REFERENCE_DIGEST_INVALID', { ...shown, digest: shownPart(digestText) }))
  }
  return ok(build(name[1] ?? '', path, match[2], digest))
}

function tooLong(shown: { readonly reference: string }, length: number) {
  return appError('REFERENCE_TOO_LONG', { ...shown, length, max: maxPathLength })
}

/** Engines register sha256, sha384 and sha512 only (go-digest): others are as good as invalid. */
function knownDigest(text: string): Digest | undefined {
  return /^sha(?:256|384|512):/.test(text) ? parseDigest(text) : undefined
}

/** `latest` where there is neither tag nor digest; what `docker pull` and `docker tag` do (TagNameOnly). */
export function withDefaultTag(reference: Reference): Reference {
  if (reference.tag !== undefined || reference.digest !== undefined) return reference
  return build(reference.domain, reference.path, defaultTag, undefined)
}

/** The repository alone. */
export function nameOnly(reference: Reference): Reference {
  return build(reference.domain, reference.path, undefined, undefined)
}

export function isTag(text: string): boolean {
  return wholeTag.test(text)
}
