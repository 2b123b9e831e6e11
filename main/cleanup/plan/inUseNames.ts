import type { ContainerUse } from '@shared/domain/image'
import { parseReference } from '@shared/domain/reference'

/**
 * Is the container made from this very name? `app` means `app:latest`; `app:1@sha256:…` names the tag and the digest. One
 * made from an id is made from no name.
 */
export function madeFrom({ createdFrom }: Pick<ContainerUse, 'createdFrom'>, reference: string): boolean {
  if (createdFrom === reference) return true
  const parsed = parseReference(createdFrom)
  if (!parsed.ok) return false
  const { familiarName, tag, digest } = parsed.value
  if (digest !== undefined && reference === `${familiarName}@${digest}`) return true
  const meant = tag ?? (digest === undefined ? 'latest' : undefined)
  return meant !== undefined && reference === `${familiarName}:${meant}`
}
