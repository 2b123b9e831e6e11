import type {
  RemovalItem,
  RemovalOutcome,
  RemovalPlan,
  RemovalStep,
  RemovalTarget,
  RemovalVerdict,
} from '@shared/domain/removal'

export function targetKey(target: RemovalTarget): string {
  return target.type === 'image' ? target.imageId : `${target.imageId} ${target.reference}`
}

/** Keys of the targets that the user chose to force. Empty at first: force is never preselected. */
export type ForcedKeys = ReadonlySet<string>

export function forceHelps(verdict: RemovalVerdict): boolean {
  return verdict === 'needsForce' || verdict === 'forceOnlyUntags'
}

export function isForced(item: RemovalItem, forced: ForcedKeys): boolean {
  return forceHelps(item.verdict) && forced.has(targetKey(item.target))
}

export function outcomeOf(item: RemovalItem, forced: ForcedKeys): RemovalOutcome {
  return isForced(item, forced) ? item.forced : item.plain
}

export function toggled(keys: ForcedKeys, key: string): ForcedKeys {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

/** What the user confirms: refused rows are left out, they stay as they are. */
export function stepsOf(items: readonly RemovalItem[], forced: ForcedKeys): readonly RemovalStep[] {
  return items.flatMap((item) => {
    const outcome = outcomeOf(item, forced)
    if (outcome.type === 'refused') return []
    return [{ target: item.target, force: isForced(item, forced), expected: outcome.type }]
  })
}

export type RemovalSummary = {
  readonly deleted: number
  readonly untagged: number
  /** Not part of the job: refused, and no force was chosen. */
  readonly kept: number
  /** Of the kept ones, those that a force would help. */
  readonly forceable: number
  /** Images that go, with their untagged parents. */
  readonly gone: readonly string[]
  /** Sizes of the images that go, each once. Their layers may be shared with images that stay. */
  readonly upToBytes: number
}

export function summaryOf(items: readonly RemovalItem[], forced: ForcedKeys): RemovalSummary {
  const gone = new Map<string, number>()
  const parents = new Set<string>()
  let [deleted, untagged, kept, forceable] = [0, 0, 0, 0]
  for (const item of items) {
    const outcome = outcomeOf(item, forced)
    if (outcome.type === 'deleted') {
      deleted += 1
      gone.set(item.target.imageId, item.size)
      for (const parent of outcome.parents) parents.add(parent)
    } else if (outcome.type === 'untagged') {
      untagged += 1
      for (const parent of outcome.parents ?? []) parents.add(parent)
    } else {
      kept += 1
      if (forceHelps(item.verdict)) forceable += 1
    }
  }
  const upToBytes = [...gone.values()].reduce((sum, size) => sum + size, 0)
  return { deleted, untagged, kept, forceable, gone: [...new Set([...gone.keys(), ...parents])], upToBytes }
}

export type VerdictGroup = { readonly verdict: RemovalVerdict; readonly items: readonly RemovalItem[] }

/** What needs a thought first, what is refused for good at the end of it, what simply goes last. */
const groupOrder: readonly RemovalVerdict[] = [
  'cannot',
  'forceOnlyUntags',
  'needsForce',
  'untagged',
  'deleted',
]

export function groupsOf(items: readonly RemovalItem[]): readonly VerdictGroup[] {
  return groupOrder
    .map((verdict) => ({ verdict, items: items.filter((item) => item.verdict === verdict) }))
    .filter((group) => group.items.length > 0)
}

/** Rows of the list: a heading a group where there is more than one. */
export type PlanRow =
  | { readonly type: 'heading'; readonly verdict: RemovalVerdict; readonly count: number }
  | { readonly type: 'item'; readonly item: RemovalItem }

export function planRows(plan: Pick<RemovalPlan, 'items'>): readonly PlanRow[] {
  const groups = groupsOf(plan.items)
  const [only] = groups
  if (groups.length === 1 && only !== undefined) return only.items.map((item) => ({ type: 'item', item }))
  return groups.flatMap((group): readonly PlanRow[] => [
    { type: 'heading', verdict: group.verdict, count: group.items.length },
    ...group.items.map((item): PlanRow => ({ type: 'item', item })),
  ])
}
