import { notAnEngine, rows, text } from './read'

export type Removed = { readonly untagged: readonly string[]; readonly deleted: readonly string[] }

/** `DELETE /images/{name}`: what went, in the engine's order. */
export function readRemoved(answer: unknown): Removed {
  if (!Array.isArray(answer)) throw notAnEngine('removal report')
  const steps = rows(answer)
  return {
    untagged: steps.flatMap((step) => text(step.Untagged) ?? []),
    deleted: steps.flatMap((step) => text(step.Deleted) ?? []),
  }
}
