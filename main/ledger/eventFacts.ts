import type { ImageId } from '@shared/domain/image'
import type { CameBy, UseHow } from '@shared/domain/ledger'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { referenceParts } from '@shared/domain/referenceParts'
import type { EngineEvent } from '../ports/engineClient'
import type { Fact } from './ledger'
import type { NamedImage, NameIndex } from './nameIndex'

export type EventWorld = {
  readonly names: NameIndex
  /** The image as it is after these events; undefined when it is gone. */
  readonly now: (id: ImageId) => NamedImage | undefined
  /** Images that have this name after these events. */
  readonly owners: (name: string) => readonly ImageId[]
  /** Known before these events. */
  readonly knew: (id: ImageId) => boolean
  readonly imageOf: (containerId: string) => ImageId | undefined
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
 * Pure; by the tables of docs/engine-facts.md, "Events". A container's event names its image as the person wrote it: all
 * images that the name may have meant count as used.
 */
export function factsOf(events: readonly EngineEvent[], world: EventWorld): readonly Fact[] {
  const told = toldOf(events)
  return events.flatMap((event) => {
    if (event.type === 'builder') return []
    return event.type === 'image' ? imageFacts(event, told, world) : containerFacts(event, told, world)
  })
}

/** What later events say of earlier ones. */
type Told = {
  /** Every image that a `tag` gave this name. */
  readonly tagged: ReadonlyMap<string, ReadonlySet<ImageId>>
  /** The event that named this reference last. */
  readonly last: ReadonlyMap<string, EngineEvent>
  /** A loaded image has any of its archive's names, which no event tells. */
  readonly loaded: ReadonlySet<ImageId>
}

function toldOf(events: readonly EngineEvent[]): Told {
  const tagged = new Map<string, Set<ImageId>>()
  const last = new Map<string, EngineEvent>()
  const loaded = new Set<ImageId>()
  for (const event of events) {
    if (event.type !== 'image') continue
    const { action, imageId, reference } = event
    if (action === 'load' && imageId !== undefined) loaded.add(imageId)
    if (reference === undefined || (action !== 'tag' && action !== 'pull')) continue
    const name = normalName(reference)
    last.set(name, event)
    if (imageId !== undefined) tagged.set(name, (tagged.get(name) ?? new Set()).add(imageId))
  }
  return { tagged, last, loaded }
}

function imageFacts(event: ImageEvent, told: Told, world: EventWorld): readonly Fact[] {
  const { action, imageId: id, reference } = event
  const at = world.local(event.time)
  if (action === 'pull') return reference === undefined ? [] : pullFacts(event, reference, told, world)
  if (action === 'push') return reference === undefined ? [] : pushFacts(reference, world)
  if (id === undefined) return []
  if (action === 'delete') return world.now(id) === undefined ? [{ type: 'gone', id, at }] : []
  const by =
    brings[action] ?? (action === 'tag' && world.tagMeansBuilt && !world.knew(id) ? 'build' : undefined)
  if (by === undefined && action !== 'tag') return []
  const here: Fact = { type: 'here', id, at, handled: true }
  if (by === undefined) return [here]
  return [here, { type: 'came', id, came: { by, at, ...(reference === undefined ? {} : { reference }) } }]
}

/** Names no image: it is whoever has the name now, if nobody took the name since. */
function pullFacts(event: ImageEvent, reference: string, told: Told, world: EventWorld): readonly Fact[] {
  const at = world.local(event.time)
  const name = normalName(reference)
  if (told.last.get(name) !== event) return []
  return world.owners(name).flatMap((id): readonly Fact[] => {
    const here: Fact = { type: 'here', id, at, handled: true }
    const known = digestFact(id, name, world)
    // What was here already came in another way, or another time.
    if (world.knew(id)) return [here, ...known]
    return [here, { type: 'came', id, came: { by: 'pull', at, reference: name } }, ...known]
  })
}

function pushFacts(reference: string, world: EventWorld): readonly Fact[] {
  const name = normalName(reference)
  return world.owners(name).flatMap((id) => digestFact(id, name, world))
}

function digestFact(id: ImageId, name: string, world: EventWorld): readonly Fact[] {
  const { repository } = referenceParts(name)
  const digest = world.now(id)?.digests.find((text) => referenceParts(text).repository === repository)
  return digest === undefined ? [] : [{ type: 'registry', id, repoDigest: digest }]
}

function containerFacts(event: ContainerEvent, told: Told, world: EventWorld): readonly Fact[] {
  const at = world.local(event.time)
  const { action, name, madeImage } = event
  const made: readonly Fact[] =
    madeImage === undefined
      ? []
      : [
          { type: 'here', id: madeImage, at, handled: true },
          { type: 'came', id: madeImage, came: { by: 'commit', at } },
        ]
  const how = uses[action]
  if (how === undefined) return made
  const use = { at, how, ...(name === undefined ? {} : { container: name }) }
  return [...made, ...usedImages(event, told, world).map((id): Fact => ({ type: 'used', id, use }))]
}

function usedImages(event: ContainerEvent, told: Told, world: EventWorld): readonly ImageId[] {
  const exact = world.imageOf(event.containerId)
  if (exact !== undefined) return [exact]
  const { image } = event
  if (image === undefined) return []
  const name = normalName(image)
  const before = world.names.owner(name)
  return [
    ...new Set([
      ...world.names.byId(image),
      ...(before === undefined ? [] : [before]),
      ...world.owners(name),
      ...(told.tagged.get(name) ?? []),
      ...told.loaded,
    ]),
  ]
}

/** Familiar, with the tag that is meant. */
export function normalName(reference: string): string {
  const parsed = parseReference(reference)
  return parsed.ok ? withDefaultTag(parsed.value).familiar : reference
}
