import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { maxReference } from './limits'
import type { IndexEntry } from './manifest'

/** Names that an index gives to what it leads to. */
export function namesOf({ name }: Pick<IndexEntry, 'name'>): readonly string[] {
  return name === undefined ? [] : [shownName(name)]
}

/** As Docker shows it; untrusted text as it is, but cut, where it is no reference. A tag alone stays one. */
export function shownName(text: string): string {
  const parsed = /[:/@]/.test(text) ? parseReference(text) : undefined
  return parsed?.ok === true ? withDefaultTag(parsed.value).familiar : text.slice(0, maxReference)
}

export function canonicalName(text: string): string {
  const parsed = parseReference(text)
  return parsed.ok ? withDefaultTag(parsed.value).canonical : text
}
