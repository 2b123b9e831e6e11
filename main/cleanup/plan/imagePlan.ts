import type { CleanupRequest } from '@shared/domain/cleanupRequest'
import type { ImageId, ImageRow } from '@shared/domain/image'
import { firstName } from '@shared/domain/imageNames'
import { RemovalWorld } from '../removalWorld'
import type { CleanupFacts, PlannedContainer } from './facts'
import { type PlannedItem, planItem } from './planItem'
import { protectionOf } from './protection'
import { select } from './selection'

export type ImagePlan = {
  /** In the order in which they go: children before parents. */
  readonly items: readonly PlannedItem[]
  readonly containers: readonly PlannedContainer[]
  /** Images that go, with the parents that go along. */
  readonly deleted: readonly ImageId[]
  readonly missing: readonly string[]
}

/** Pure: what becomes of the images that the request fits, each seeing what the ones before leave behind. */
export function planImages(request: CleanupRequest, facts: CleanupFacts): ImagePlan {
  const { store, rows } = facts
  const agreed = new Set(request.removeContainers)
  const unticked = new Set(request.except)
  const leaves = ({ id, running }: PlannedContainer) => !running && agreed.has(id) && !unticked.has(id)
  const stay = facts.containers.filter((container) => !leaves(container))
  const world = new RemovalWorld({ store, images: rows, containers: stay })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const staying = new Map(stay.map((container) => [container.id, container]))
  const ground = {
    world,
    protection: protectionOf(request, facts.pins),
    nameOf: (id: ImageId) => {
      const row = byId.get(id)
      return row && firstName(row)
    },
    container: (id: string) => staying.get(id),
    force: request.which?.type === 'chosen' && request.which.force === true,
  }
  const { wanted, missing } = select(request, facts)
  const depths = new Map<ImageId, number>()
  const inOrder = [...wanted].sort((a, b) => depthOf(b.row, byId, depths) - depthOf(a.row, byId, depths))
  return {
    items: inOrder.flatMap((each) => planItem(ground, each) ?? []),
    containers: facts.containers.filter(leaves),
    deleted: rows.flatMap(({ id }) => (world.image(id) === undefined ? [id] : [])),
    missing,
  }
}

/** How many recorded ancestors the image has that are still there. */
function depthOf(row: ImageRow, rows: ReadonlyMap<ImageId, ImageRow>, known: Map<ImageId, number>): number {
  const line: ImageId[] = []
  const seen = new Set<ImageId>()
  let next: ImageRow | undefined = row
  while (next !== undefined && !known.has(next.id) && !seen.has(next.id)) {
    line.push(next.id)
    seen.add(next.id)
    next = next.parentId === undefined ? undefined : rows.get(next.parentId)
  }
  let depth = next === undefined ? -1 : (known.get(next.id) ?? -1)
  for (const id of line.reverse()) {
    depth += 1
    known.set(id, depth)
  }
  return known.get(row.id) ?? 0
}
