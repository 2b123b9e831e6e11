import type { ImageId } from '@shared/domain/image'
import type { RemovalPlan, RemovalTarget } from '@shared/domain/removal'
import { targetKey } from './removalPlan'

/** What a person was shown of a target before saying yes: more than this must not go. */
export type Shown = {
  readonly names: ReadonlySet<string>
  readonly containers: ReadonlySet<string>
  /** Untagged parents that go along; absent: whichever do. */
  readonly parents?: ReadonlySet<ImageId>
}

const maxTargets = 40_000

/** The newest plans, by target: a confirmation says which targets, the plan said what that means. */
export class RemovalMemory {
  readonly #shown = new Map<string, Shown>()

  remember(plan: RemovalPlan): void {
    for (const { target, plain, forced, containers } of plan.items) {
      const key = targetKey(target)
      const names = [plain, forced].flatMap((outcome) => (outcome.type === 'refused' ? [] : outcome.untagged))
      this.#shown.delete(key)
      this.#shown.set(key, { names: new Set(names), containers: new Set(containers.map(({ id }) => id)) })
      const oldest = this.#shown.keys().next().value
      if (this.#shown.size > maxTargets && oldest !== undefined) this.#shown.delete(oldest)
    }
  }

  of(target: RemovalTarget): Shown | undefined {
    return this.#shown.get(targetKey(target))
  }
}
