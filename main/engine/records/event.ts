import type { EngineEvent } from '../../ports/engineClient'
import { isJson, type Json, object, text } from './read'

const imageId = /^sha256:[0-9a-f]{64}$/
/** Things that happen inside a container and change nothing we show; a health check makes three of them each time. */
const noise =
  /^(?:exec_|health_status|top$|resize$|attach$|detach$|copy$|export$|archive-path$|extract-to-dir$)/

/** One line of `GET /events`; undefined when it is of no concern. */
export function readEvent(line: unknown): EngineEvent | undefined {
  if (!isJson(line)) return undefined
  const action = text(line.Action)
  if (action === undefined) return undefined
  const actor = object(line.Actor)
  const time = timeOf(line)
  switch (line.Type) {
    case 'image':
      return { type: 'image', action, ...imageOf(actor), time }
    case 'container':
      return noise.test(action) ? undefined : containerOf(action, actor, time)
    case 'builder':
      return { type: 'builder', action, time }
    default:
      return undefined
  }
}

/**
 * The actor is the image's id, or (pull, push) a reference. `name` is a reference, or the id again (untag on the
 * classic store, delete, load), or (pull, push) the reference without its tag.
 */
function imageOf(actor: Json): { readonly imageId?: string; readonly reference?: string } {
  const id = text(actor.ID)
  if (id === undefined) return {}
  if (!imageId.test(id)) return { reference: id }
  const name = text(object(actor.Attributes).name)
  return name === undefined || imageId.test(name) ? { imageId: id } : { imageId: id, reference: name }
}

function containerOf(action: string, actor: Json, time: number): EngineEvent | undefined {
  const containerId = text(actor.ID)
  if (containerId === undefined) return undefined
  const attributes = object(actor.Attributes)
  return {
    type: 'container',
    action,
    containerId,
    name: text(attributes.name),
    image: text(attributes.image),
    ...madeBy(action, attributes),
    time,
  }
}

function madeBy(action: string, attributes: Json): { readonly madeImage?: string } {
  const made = action === 'commit' ? text(attributes.imageID) : undefined
  return made !== undefined && imageId.test(made) ? { madeImage: made } : {}
}

/** Milliseconds since the epoch, by the engine's clock. */
function timeOf(line: Json): number {
  if (typeof line.timeNano === 'number') return Math.floor(line.timeNano / 1e6)
  return typeof line.time === 'number' ? line.time * 1000 : 0
}
