import { shortId } from '@shared/domain/digest'
import type { ImageRow } from '@shared/domain/image'
import { defaultDomain, isTag, parseReference, type Reference } from '@shared/domain/reference'
import { type AppError, appError } from '@shared/errors'

/** Where an image can go: registries that names on this engine speak of; Docker Hub always. */
export function knownRegistries(rows: readonly ImageRow[]): readonly string[] {
  const domains = new Set<string>()
  for (const row of rows)
    for (const name of row.tags) {
      const slash = name.indexOf('/')
      // A name without a slash is of Docker Hub; the rest is parsed only where it may name a host.
      if (slash > 0 && /[.:]|^localhost$/.test(name.slice(0, slash))) add(domains, name)
    }
  domains.delete(defaultDomain)
  return [...[...domains].sort(), defaultDomain]
}

function add(domains: Set<string>, name: string): void {
  const parsed = parseReference(name)
  if (parsed.ok && parsed.value.domain !== '') domains.add(parsed.value.domain)
}

export type PushStart = { readonly registry: string; readonly path: string; readonly tags: readonly string[] }

/** Where the dialog begins: a registry that the image is named for already, else another than Docker Hub if one is known. */
export function pushStart(row: ImageRow, registries: readonly string[]): PushStart {
  const names = namesOf(row)
  const home = names.find(({ domain }) => domain !== defaultDomain) ?? names[0]
  const registry =
    home !== undefined && home.domain !== defaultDomain ? home.domain : (registries[0] ?? defaultDomain)
  return { registry, path: pathFor(row, registry), tags: tagsOf(row) }
}

/** The repository that the image has in that registry, else the last part of its name. */
export function pathFor(row: ImageRow, registry: string): string {
  const names = namesOf(row)
  const own = names.find(({ domain }) => domain === registry)
  if (own !== undefined) return own.path
  const path = names[0]?.path ?? ''
  return path.startsWith('library/') ? path.slice('library/'.length) : path
}

/** Its tags, each once, whatever repositories they are in. */
export function tagsOf(row: ImageRow): readonly string[] {
  return [...new Set(namesOf(row).flatMap(({ tag }) => tag ?? []))]
}

function namesOf(row: ImageRow): readonly Reference[] {
  return row.tags.flatMap((name) => {
    const parsed = parseReference(name)
    return parsed.ok ? [parsed.value] : []
  })
}

export type PushTarget = {
  readonly tag: string
  readonly familiar: string
  readonly canonical: string
  /** Who has the name now. */
  readonly owner: 'nobody' | 'thisImage' | { readonly row: ImageRow; readonly becomesDangling: boolean }
}

export type PushPlan =
  | { readonly type: 'incomplete' }
  | { readonly type: 'invalid'; readonly error: AppError }
  | {
      readonly type: 'valid'
      readonly repository: string
      /** Docker Hub takes a name without a user only from Docker itself. */
      readonly isOfficialName: boolean
      readonly targets: readonly PushTarget[]
      readonly command: string
    }

export function pushPlan(
  row: ImageRow,
  to: { readonly registry: string; readonly path: string; readonly tags: readonly string[] },
  rows: readonly ImageRow[],
): PushPlan {
  const registry = to.registry.trim().replace(/\/+$/, '')
  const path = to.path.trim()
  if (registry === '' || path === '') return { type: 'incomplete' }
  const parsed = parseReference(`${registry}/${path}`)
  if (!parsed.ok) return { type: 'invalid', error: parsed.error }
  const { tag, digest, familiarName, canonicalName, domain } = parsed.value
  const whole = `${registry}/${path}`
  if (tag !== undefined || digest !== undefined || domain !== registry)
    return { type: 'invalid', error: appError('REFERENCE_INVALID', { reference: whole.slice(0, 120) }) }
  const wrong = to.tags.find((one) => !isTag(one))
  if (wrong !== undefined)
    return {
      type: 'invalid',
      error: appError('REFERENCE_TAG_INVALID', { reference: whole.slice(0, 120), tag: wrong.slice(0, 80) }),
    }
  const targets = to.tags.map((one): PushTarget => {
    const familiar = `${familiarName}:${one}`
    return { tag: one, familiar, canonical: `${canonicalName}:${one}`, owner: ownerOf(row, familiar, rows) }
  })
  return {
    type: 'valid',
    repository: canonicalName,
    isOfficialName: domain === defaultDomain && canonicalName.startsWith(`${defaultDomain}/library/`),
    targets,
    command: targets.flatMap((target) => commandsOf(row, target)).join('\n'),
  }
}

function ownerOf(row: ImageRow, familiar: string, rows: readonly ImageRow[]): PushTarget['owner'] {
  if (row.tags.includes(familiar)) return 'thisImage'
  const owner = rows.find((other) => other.tags.includes(familiar))
  return owner === undefined ? 'nobody' : { row: owner, becomesDangling: owner.tags.length === 1 }
}

function commandsOf(row: ImageRow, { familiar, owner }: PushTarget): readonly string[] {
  const push = `docker push ${familiar}`
  return owner === 'thisImage' ? [push] : [`docker tag ${shortId(row.id)} ${familiar}`, push]
}

/** For main: names that another image has now, as they were shown. */
export function shownOwners(
  targets: readonly PushTarget[],
): readonly { readonly tag: string; readonly imageId: string }[] {
  return targets.flatMap(({ tag, owner }) =>
    typeof owner === 'string' ? [] : [{ tag, imageId: owner.row.id }],
  )
}

/** `1.2 latest` or `1.2, latest` */
export function typedTags(typed: string): readonly string[] {
  return typed.split(/[\s,]+/).filter((tag) => tag !== '')
}
