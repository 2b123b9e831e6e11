import type { ImageId } from '@shared/domain/image'
import { parseReference } from '@shared/domain/reference'
import type { EngineEvent } from '../ports/engineClient'

/** What a run of events asks to look at again; later events of one image or container override earlier ones. */
export type Touches = {
  readonly images: ReadonlyMap<ImageId, 'changed' | 'deleted'>
  /** References whose image the event does not name. */
  readonly references: ReadonlySet<string>
  /** Tags that were given (and perhaps lost again at once), with the image that got each last: whoever had one before has lost it, untold. */
  readonly given: ReadonlyMap<string, ImageId>
  readonly containers: ReadonlyMap<string, 'changed' | 'destroyed'>
  /** Names or ids of images that containers were made from, builders' short-lived ones too. */
  readonly used: ReadonlySet<string>
  /** Something happened that names nothing: only a whole list can tell. */
  readonly wholeList: boolean
}

export type TouchContext = {
  /** Engines before 28 say nothing of images that get no name (docs/engine-facts.md). */
  readonly silentCreates: boolean
}

/** Engines before 28 build an image without a tag and say nothing of it. */
export function createsSilently(version: string): boolean {
  return Number.parseInt(version, 10) < 28
}

const imageChanges = new Set(['tag', 'untag', 'pull', 'load', 'import', 'create'])
/** Give names without a `tag` event. */
const brings = new Set(['pull', 'load', 'import'])
const containerChanges = new Set(['create', 'start', 'die', 'pause', 'unpause', 'rename', 'restart', 'stop'])

/** Pure; the table of docs/engine-facts.md, "Events". */
export function touchesOf(events: readonly EngineEvent[], context: TouchContext): Touches {
  const images = new Map<ImageId, 'changed' | 'deleted'>()
  const references = new Set<string>()
  const given = new Map<string, ImageId>()
  const containers = new Map<string, 'changed' | 'destroyed'>()
  const used = new Set<string>()
  const brought = new Set<ImageId>()
  let wholeList = false
  for (const event of events) {
    if (event.type === 'builder') continue
    if (event.type === 'container') {
      if (event.action === 'destroy') containers.set(event.containerId, 'destroyed')
      else if (containerChanges.has(event.action)) containers.set(event.containerId, 'changed')
      if (event.action === 'create' && event.image !== undefined) used.add(event.image)
      if (context.silentCreates && mayCreateSilently(event)) wholeList = true
      continue
    }
    if (event.action === 'tag' && event.imageId !== undefined && event.reference !== undefined)
      given.set(event.reference, event.imageId)
    if (event.imageId !== undefined) {
      if (brings.has(event.action)) brought.add(event.imageId)
      // It may have had a name that another image lost to it, and only the engine knows which: classic stores tell the id alone.
      if (event.action === 'untag' && brought.has(event.imageId)) {
        if (event.reference === undefined) wholeList = true
        else given.set(event.reference, event.imageId)
      }
    }
    if (event.action === 'delete' && event.imageId !== undefined) images.set(event.imageId, 'deleted')
    else if (!imageChanges.has(event.action)) continue
    else if (event.imageId !== undefined) images.set(event.imageId, 'changed')
    else if (event.reference !== undefined && namesOne(event.reference)) references.add(event.reference)
    else wholeList = true
  }
  return { images, references, given, containers, used, wholeList }
}

/**
 * Before 28: `docker commit` without a name tells of the container only; the classic builder runs its steps in
 * containers made from an id, which people hardly do, and says nothing when the last one has become an image.
 */
function mayCreateSilently(event: Extract<EngineEvent, { type: 'container' }>): boolean {
  if (event.action === 'commit') return true
  return event.action === 'destroy' && /^(?:sha256:)?[0-9a-f]{12,64}$/.test(event.image ?? '')
}

/** `docker pull -a` tells the bare repository: any number of tags may have come. */
function namesOne(reference: string): boolean {
  const parsed = parseReference(reference)
  return parsed.ok && (parsed.value.tag !== undefined || parsed.value.digest !== undefined)
}

/** Requests that a look at the touched images alone would take. */
export function touchedCount(touches: Touches): number {
  let count = touches.references.size
  for (const kind of touches.images.values()) if (kind === 'changed') count += 1
  return count
}
