import { parseReference } from './reference'

/** What a table shows of one reference: repository, tag, digest; the text whole where it does not parse. */
export type ReferenceParts = {
  /** Familiar name: `redis`, `localhost:5000/app`. */
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

/**
 * Splits what an engine lists. Engines hold names that today's grammar refuses (made by older ones, or by other
 * clients of containerd): those come back whole as `repository`.
 */
export function referenceParts(familiar: string): ReferenceParts {
  const parsed = parseReference(familiar)
  if (!parsed.ok) return { repository: familiar }
  const { familiarName, tag, digest } = parsed.value
  return {
    repository: familiarName,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}
