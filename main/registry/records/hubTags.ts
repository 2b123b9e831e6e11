import { parseDigest } from '@shared/domain/digest'
import { isTag } from '@shared/domain/reference'
import type { HubTag, HubTagPlatform } from '@shared/domain/search'
import { cut } from '@shared/text'
import { z } from 'zod'
import { count, eachOf, maybe, present, timeOf } from './fields'

export type HubTagsRecord = {
  readonly tags: readonly HubTag[]
  readonly total?: number
  readonly hasNext: boolean
}

// GET /v2/namespaces/{namespace}/repositories/{repository}/tags (Docker Hub API reference, "List repository tags").
const image = z.object({
  architecture: maybe(z.string()),
  variant: maybe(z.string()),
  os: maybe(z.string()),
  os_version: maybe(z.string()),
  size: maybe(count),
  digest: maybe(z.string()),
  last_pushed: maybe(z.string()),
})
const tag = z.object({
  name: z.string(),
  images: maybe(z.array(image)),
  full_size: maybe(count),
  digest: maybe(z.string()),
  tag_last_pushed: maybe(z.string()),
  last_updated: maybe(z.string()),
})
const answer = z.object({
  count: maybe(count),
  next: maybe(z.string()),
  results: z.array(z.unknown()).nullable(),
})

/** undefined: not a list of tags. */
export function readHubTags(value: unknown): HubTagsRecord | undefined {
  const parsed = answer.safeParse(value)
  if (!parsed.success) return undefined
  const tags = eachOf(parsed.data.results ?? [], tag, hubTag)
  // The link itself is not followed, it may lead anywhere: pages are counted.
  const hasNext = Boolean(parsed.data.next)
  const total = parsed.data.count ?? undefined
  return tags && present({ tags: tags.filter((each) => each !== undefined), total, hasNext })
}

function hubTag(entry: z.output<typeof tag>): HubTag | undefined {
  if (!isTag(entry.name)) return undefined
  const platforms = (entry.images ?? []).flatMap((each) => hubTagPlatform(each) ?? []).slice(0, 200)
  const only = platforms.length === 1 ? platforms[0] : undefined
  // Without platforms the Hub still tells the size of its only one; zero stands for "not known".
  const whole = platforms.length === 0 ? entry.full_size || undefined : undefined
  return present<HubTag>({
    name: entry.name,
    digest: digestOf(entry.digest),
    pushed: timeOf(entry.tag_last_pushed) ?? timeOf(entry.last_updated),
    platforms,
    compressedSize: only?.compressedSize ?? whole,
  })
}

function hubTagPlatform(entry: z.output<typeof image>): HubTagPlatform | undefined {
  const { os, architecture, variant } = entry
  if (!os || !architecture || os === 'unknown' || architecture === 'unknown') return undefined
  return present<HubTagPlatform>({
    platform: cut([os, architecture, variant].filter(Boolean).join('/'), 80),
    osVersion: entry.os_version ? cut(entry.os_version, 40) : undefined,
    digest: digestOf(entry.digest),
    compressedSize: entry.size || undefined,
    pushed: timeOf(entry.last_pushed),
  })
}

function digestOf(text: string | null | undefined): string | undefined {
  return text ? parseDigest(text) : undefined
}
