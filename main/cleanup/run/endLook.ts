import type { ImageStore } from '@shared/domain/engine'
import type { ImageId } from '@shared/domain/image'
import type { RemovalStepResult } from '@shared/domain/removal'
import { AppFailure } from '@shared/errors'
import type { EngineClient, InspectedImage } from '../../ports/engineClient'
import { remainingOf, verified } from './verified'

/** With more steps than this, one list of everything at the end is cheaper than a look after each. */
const looksOneByOne = 20

/** On the containerd store the list of everything is dear, and a look at one image is not. */
export function looksOnceAtEnd(store: ImageStore, steps: number): boolean {
  return store === 'classic' && steps > looksOneByOne
}

/** `gone`: of the images that the steps are about, those that are no longer there, whoever removed them. */
type Gone = { readonly gone: readonly ImageId[] }

/** One list, by which every step is verified. */
export async function lookAtAll(
  client: EngineClient,
  told: readonly RemovalStepResult[],
): Promise<{ readonly results: readonly RemovalStepResult[] } & Gone> {
  const remaining = remainingOf(await client.listImages({}))
  const results = told.map((result) => verified(result, remaining))
  return { results, gone: told.flatMap(imagesOf).filter((id) => !remaining.ids.has(id)) }
}

/** The same for one step, by looks at what it was about. */
export async function lookAfter(
  client: EngineClient,
  told: RemovalStepResult,
): Promise<{ readonly result: RemovalStepResult } & Gone> {
  const asked = new Set(subjectsOf(told, client.info.store))
  const found = await Promise.all([...asked].map(async (subject) => await inspectOrNone(client, subject)))
  const remaining = remainingOf(found.flatMap((image) => image ?? []))
  const gone = imagesOf(told).filter((id) => asked.has(id) && !remaining.ids.has(id))
  return { result: verified(told, remaining), gone }
}

export async function inspectOrNone(
  client: EngineClient,
  image: string,
): Promise<InspectedImage | undefined> {
  try {
    return await client.inspectImage(image, {})
  } catch (cause) {
    if (cause instanceof AppFailure && cause.error.code === 'IMAGE_NOT_FOUND') return undefined
    throw cause
  }
}

/** Ids and names. An image that is gone has no name, so that its id alone is asked for. */
function subjectsOf(result: RemovalStepResult, store: ImageStore): readonly string[] {
  const { target, expected } = result.step
  if (result.type === 'gone') return [target.imageId]
  if (result.type !== 'done') return []
  // The containerd store calls an image deleted that it keeps for those built on it (docs/engine-facts.md).
  const doubted = store === 'containerd' || expected === 'untagged' ? result.deleted : []
  return [expected === 'deleted' || target.type === 'image' ? target.imageId : target.reference, ...doubted]
}

function imagesOf(result: RemovalStepResult): readonly ImageId[] {
  return [result.step.target.imageId, ...(result.type === 'done' ? result.deleted : [])]
}
