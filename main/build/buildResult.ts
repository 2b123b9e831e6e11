import type { BuildReport } from '@shared/domain/build'
import type { ImageId } from '@shared/domain/image'
import { AppFailure, appError } from '@shared/errors'
import type { EngineClient, InspectedImage } from '../ports/engineClient'

type Inspects = Pick<EngineClient, 'inspectImage'>

/** Who has each of the tags; tags that nobody has are not in it. */
export async function ownersOf(
  client: Inspects,
  tags: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, ImageId>> {
  const owners = await Promise.all(
    tags.map(async (tag) => [tag, (await find(client, tag, signal))?.id] as const),
  )
  return new Map(owners.flatMap(([tag, id]) => (id === undefined ? [] : [[tag, id] as const])))
}

/** Undefined when there is no such image. */
export async function find(
  client: Inspects,
  image: string,
  signal?: AbortSignal,
): Promise<InspectedImage | undefined> {
  try {
    return await client.inspectImage(image, signal === undefined ? {} : { signal })
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'IMAGE_NOT_FOUND') return undefined
    throw error
  }
}

/**
 * Looks at what the engine has now. @throws AppFailure BUILD_NO_RESULT, BUILD_RESULT_MISMATCH {reference}, and what
 * asking the engine throws
 */
export async function reportOf(
  client: Inspects,
  built: {
    readonly imageId: ImageId
    readonly tags: readonly string[]
    readonly before: ReadonlyMap<string, ImageId>
  },
): Promise<Pick<BuildReport, 'imageId' | 'size' | 'tags' | 'dangling' | 'gone'>> {
  const { tags, before } = built
  const image = await find(client, built.imageId)
  if (image === undefined) throw new AppFailure(appError('BUILD_NO_RESULT', {}, { retryable: true }))
  const owners = await ownersOf(client, tags)
  const moved = tags.find((tag) => owners.get(tag) !== image.id)
  if (moved !== undefined) throw new AppFailure(appError('BUILD_RESULT_MISMATCH', { reference: moved }))
  return { imageId: image.id, size: image.size, tags, ...(await formerOwners(client, before, image.id)) }
}

async function formerOwners(
  client: Inspects,
  before: ReadonlyMap<string, ImageId>,
  imageId: ImageId,
): Promise<Pick<BuildReport, 'dangling' | 'gone'>> {
  const lost = new Map([...before].filter(([, id]) => id !== imageId).map(([tag, id]) => [id, tag]))
  const looked = await Promise.all(
    [...lost].map(async ([id, was]) => {
      const image = await find(client, id)
      const nameless = image !== undefined && image.tags.length === 0 && image.repoDigests.length === 0
      return { owner: { imageId: id, was }, nameless, gone: image === undefined }
    }),
  )
  return {
    dangling: looked.filter(({ nameless }) => nameless).map(({ owner }) => owner),
    gone: looked.filter(({ gone }) => gone).map(({ owner }) => owner),
  }
}
