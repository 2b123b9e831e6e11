import { assertNever } from '@shared/assertNever'
import type { ImageId } from '@shared/domain/image'
import type { CameBy, UseHow } from '@shared/domain/ledger'
import { referenceParts } from '@shared/domain/referenceParts'
import type { EngineEvent } from '../ports/engineClient'
import type { Fact, Use } from './ledger'
import { type Meant, NameHistory, normalName } from './nameHistory'
import type { NamedImage, NameIndex } from './nameIndex'

export type EventWorld = {
  readonly names: NameIndex
  /** The image as it is after these events; undefined when it is gone. */
  readonly now: (id: ImageId) => NamedImage | undefined
  /** Images that have this name after these events. */
  readonly owners: (name: string) => readonly ImageId[]
  readonly sameRepository: (name: string) => readonly ImageId[]
  /** Known before these events. */
  readonly knew: (id: ImageId) => boolean
  readonly imageOf: (containerId: string) => ImageId | undefined
  /** Nothing was missed before the first of these events. */
  readonly isWhole: boolean
  /** Engines before 28 tell of a build by its `tag` alone; only where nothing was missed can a tag mean that. */
  readonly tagMeansBuilt: boolean
  /** The engine's time on our clock, never in the future. */
  readonly local: (time: number) => number
}

type ImageEvent = Extract<EngineEvent, { type: 'image' }>
type ContainerEvent = Extract<EngineEvent, { type: 'container' }>

const uses: Readonly<Record<string, UseHow>> = {
  create: 'created',
  start: 'started',
  restart: 'started',
  unpause: 'started',
  pause: 'ended',
  die: 'ended',
}

const brings: Readonly<Record<string, CameBy>> = { create: 'build', load: 'load', import: 'import' }

/**
 * Pure; by the tables of docs/engine-facts.md, "Events". A container's event names its image as the person wrote it: where
 * the name may have meant several images, none of them is said to be used, and none to be unused since before.
 */
export function factsOf(events: readonly EngineEvent[], world: EventWorld): readonly Fact[] {
  const names = new NameHistory(events, {
    before: (name) => world.names.owner(name),
    after: world.owners,
    sameRepository: world.sameRepository,
    isWhole: world.isWhole,
  })
  return events.flatMap((event, at) => {
    if (event.type === 'builder') return []
    return event.type === 'image'
      ? imageFacts(event, world, (name) => !names.isGivenAfter(name, at))
      : containerFacts(event, world, (name) => names.meant(name, at))
  })
}

function imageFacts(
  event: ImageEvent,
  world: EventWorld,
  isLast: (name: string) => boolean,
): readonly Fact[] {
  const { action, imageId: id, reference } = event
  const at = world.local(event.time)
  if (action === 'pull' || action === 'push') {
    const name = reference === undefined ? undefined : normalName(reference)
    if (name === undefined || !isLast(name)) return []
    return world.owners(name).flatMap((owner) => registryFacts(owner, name, { action, at }, world))
  }
  if (id === undefined) return []
  if (action === 'delete') return world.now(id) === undefined ? [{ type: 'gone', id, at }] : []
  const isBuild = action === 'tag' && world.tagMeansBuilt && !world.knew(id)
  const by = isBuild ? 'build' : brings[action]
  if (by === undefined && action !== 'tag') return []
  const here: Fact = { type: 'here', id, at, handled: true }
  if (by === undefined) return [here]
  return [here, { type: 'came', id, came: { by, at, ...(reference === undefined ? {} : { reference }) } }]
}

/** These events name no image: it is whoever has the name now, if nobody took it since. */
function registryFacts(
  id: ImageId,
  name: string,
  { action, at }: { readonly action: 'pull' | 'push'; readonly at: number },
  world: EventWorld,
): readonly Fact[] {
  const { repository } = referenceParts(name)
  const digest = world.now(id)?.digests.find((text) => referenceParts(text).repository === repository)
  const known: readonly Fact[] = digest === undefined ? [] : [{ type: 'registry', id, repoDigest: digest }]
  if (action === 'push') return known
  const here: Fact = { type: 'here', id, at, handled: true }
  // What was here already came in another way, or another time.
  if (world.knew(id)) return [here, ...known]
  return [here, { type: 'came', id, came: { by: 'pull', at, reference: name } }, ...known]
}

function containerFacts(
  event: ContainerEvent,
  world: EventWorld,
  meant: (name: string) => Meant,
): readonly Fact[] {
  const at = world.local(event.time)
  const { action, name, madeImage } = event
  if (madeImage !== undefined) {
    return [
      { type: 'here', id: madeImage, at, handled: true },
      { type: 'came', id: madeImage, came: { by: 'commit', at } },
    ]
  }
  const how = uses[action]
  if (how === undefined) return []
  return useFacts(imagesOf(event, world, meant), {
    at,
    how,
    ...(name === undefined ? {} : { container: name }),
  })
}

function useFacts(image: Meant, use: Use): readonly Fact[] {
  switch (image.type) {
    case 'sure':
      return [{ type: 'used', id: image.id, use }]
    case 'some':
      return image.ids.map((id): Fact => ({ type: 'maybeUsed', id, at: use.at }))
    case 'any':
      return [{ type: 'blind', at: use.at }]
    default:
      return assertNever(image)
  }
}

function imagesOf(event: ContainerEvent, world: EventWorld, meant: (name: string) => Meant): Meant {
  const exact = world.imageOf(event.containerId)
  if (exact !== undefined) return { type: 'sure', id: exact }
  if (event.image === undefined) return { type: 'any' }
  const byId = world.names.byId(event.image)
  const [only] = byId
  if (only === undefined) return meant(event.image)
  return byId.length === 1 ? { type: 'sure', id: only } : { type: 'some', ids: byId }
}
