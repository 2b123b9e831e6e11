import { setTimeout as sleep } from 'node:timers/promises'
import { type BuildModel, viewOf } from '@shared/domain/buildSteps'
import type { ImageId } from '@shared/domain/image'
import { parseReference } from '@shared/domain/reference'
import type { EngineClient } from '../ports/engineClient'
import { find, ownersOf } from './buildResult'

type Client = Pick<EngineClient, 'inspectImage' | 'tagImage' | 'removeImage'>

type Cancelled = {
  readonly tags: readonly string[]
  /** Who had the tags before. */
  readonly before: ReadonlyMap<string, ImageId>
  readonly model: BuildModel
}

export type Undone = { readonly type: 'undone' } | { readonly type: 'done'; readonly imageId: ImageId }

/** The classic builder ends its step after its client hung up; BuildKit has said all by then. */
const settleMs = 400
/** The engine's clock and that of the events are one; images carry whole seconds at times. */
const slackMs = 1_000

/**
 * After a cancel: the engine may have been past the point of no return. Tags that now point at what this very build
 * wrote go back to whom they belonged, and images of it that nobody names go, unless they were there before. A tag that
 * somebody else moved meanwhile stays.
 * @returns `done` when the build got so far that it can't be undone, since an image that lost its tag to it is no more:
 *   the containerd store keeps no image without a name. Then nothing was touched, whatever the engine says of a cancel.
 */
export async function undoBuild(client: Client, { tags, before, model }: Cancelled): Promise<Undone> {
  const written = [...writtenImages(model)]
  if (model.builder === 'classic') await sleep(settleMs)
  const parent = written.at(-1)
  const moved: string[] = []
  let imageId: ImageId | undefined
  for (const [tag, owner] of await ownersOf(client, tags)) {
    if (owner === before.get(tag) || !(await isOurs(client, owner, written, model, parent))) continue
    moved.push(tag)
    imageId = owner
    if (!written.some((id) => owner.startsWith(id))) written.push(owner)
  }
  const previous = moved.flatMap((tag) => before.get(tag) ?? [])
  const found = await Promise.all(previous.map(async (id) => await find(client, id)))
  if (imageId !== undefined && found.includes(undefined)) return { type: 'done', imageId }
  for (const tag of moved) await giveBack(client, tag, before.get(tag))
  const began = Math.min(...viewOf(model).steps.flatMap(({ started }) => started ?? []))
  for (const id of written.reverse()) {
    const image = await find(client, id)
    if (image === undefined || image.tags.length > 0 || image.repoDigests.length > 0) continue
    const isNew = image.created !== undefined && image.created >= began - slackMs
    if (isNew) await client.removeImage(image.id, { force: false, noPrune: true })
  }
  return { type: 'undone' }
}

/** Announced by the build, or, with the classic builder, made on top of its last step after the client was gone. */
async function isOurs(
  client: Client,
  owner: ImageId,
  written: readonly string[],
  model: BuildModel,
  parent: string | undefined,
): Promise<boolean> {
  if (written.some((id) => owner.startsWith(id))) return true
  if (model.builder !== 'classic' || parent === undefined) return false
  return (await find(client, owner))?.parentId?.startsWith(parent) === true
}

async function giveBack(client: Client, tag: string, previous: ImageId | undefined): Promise<void> {
  const parsed = parseReference(tag)
  if (previous === undefined) await client.removeImage(tag, { force: false, noPrune: true })
  else if (parsed.ok && parsed.value.tag !== undefined) {
    await client.tagImage(previous, parsed.value.familiarName, parsed.value.tag, {})
  }
}

/** Ids, of the classic builder with twelve digits, in the order in which they were written. */
function writtenImages(model: BuildModel): ReadonlySet<string> {
  const { steps, imageId } = viewOf(model)
  const ids = steps.flatMap(({ statuses, log, state }) => {
    // `writing image …` (classic store), `exporting manifest …`, `exporting manifest list …` (containerd store)
    const told = statuses.flatMap(
      ({ name }) =>
        /^(?:writing image|exporting manifest(?: list)?) (sha256:[0-9a-f]{64})$/.exec(name)?.[1] ?? [],
    )
    if (model.builder === 'buildkit') return told
    // The last line of a step that was run to its end is the builder's own: output of a RUN comes before it.
    const id = state === 'done' ? /^ ---> ([0-9a-f]{12})$/.exec(log.lines.at(-1)?.text ?? '')?.[1] : undefined
    return id === undefined ? [] : [`sha256:${id}`]
  })
  return new Set(imageId === undefined ? ids : [...ids, imageId])
}
