import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import { AppFailure, appError } from '@shared/errors'
import { type CleanupPlan, planCleanup } from './plan/cleanupPlan'
import type { CleanupFacts } from './plan/facts'

/** A plan as it was shown, with what it was made of. */
export type KeptPlan = {
  readonly id: string
  readonly engine: string
  readonly request: CleanupRequest
  readonly facts: CleanupFacts
  readonly plan: CleanupPlan
}

/** Plans that are remembered: a page shows one at a time, and makes a new one with each change of the request. */
const maxKept = 8

/** The newest plans: what is confirmed is what was shown, not what would be planned now. */
export class PlanMemory {
  readonly #kept = new Map<string, KeptPlan>()
  #count = 0

  keep(engine: string, request: CleanupRequest, facts: CleanupFacts): KeptPlan {
    this.#count += 1
    const kept = { id: `plan-${this.#count}`, engine, request, facts, plan: planCleanup(request, facts) }
    this.#kept.set(kept.id, kept)
    const oldest = this.#kept.keys().next().value
    if (this.#kept.size > maxKept && oldest !== undefined) this.#kept.delete(oldest)
    return kept
  }

  /** Throws CLEANUP_PLAN_GONE. */
  get(id: string): KeptPlan {
    const kept = this.#kept.get(id)
    if (kept === undefined) throw new AppFailure(appError('CLEANUP_PLAN_GONE'))
    return kept
  }
}
