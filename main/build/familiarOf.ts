import { parseReference, withDefaultTag } from '@shared/domain/reference'

/** The name as Docker shows it, with `latest` where it has neither tag nor digest; as it is when it is no reference. */
export function familiarOf(name: string): string {
  const parsed = parseReference(name)
  if (!parsed.ok) return name
  return (parsed.value.digest === undefined ? withDefaultTag(parsed.value) : parsed.value).familiar
}
