import type { DiskUsageOfImages } from '@shared/domain/disk'
import type { EngineClient } from '../ports/engineClient'
import type { DiskUsageQueue } from './diskUsage'
import { type EngineHttp, type EngineRequest, imagePath } from './http/engineHttp'
import { readHistory } from './records/history'
import { readInspectedImage } from './records/imageInspect'
import { readImageList, readSharedSizes } from './records/imageList'
import { type InspectContainer, removeImage } from './removeImage'

export type ImageRequests = Pick<
  EngineClient,
  'listImages' | 'sharedSizes' | 'inspectImage' | 'rawInspect' | 'imageHistory' | 'tagImage' | 'removeImage'
>

type Needs = {
  readonly usage: Pick<DiskUsageQueue<DiskUsageOfImages>, 'get'>
  /** False before API 1.42, where only `/system/df` tells shared sizes. */
  readonly hasSharedSizes: boolean
  readonly inspectContainer: InspectContainer
}

export function imageRequests(http: EngineHttp, needs: Needs): ImageRequests {
  return {
    async listImages({ signal, references }) {
      const filters = references && { filters: JSON.stringify({ reference: references }) }
      // The engine takes an empty filter for none at all.
      if (references?.length === 0) return []
      return readImageList(await http.json({ path: '/images/json', query: { all: '1', ...filters }, signal }))
    },

    async sharedSizes({ signal }) {
      if (!needs.hasSharedSizes) {
        const { images } = await needs.usage.get(signal)
        return new Map(images.map((image) => [image.id, image]))
      }
      const query = { 'shared-size': '1', filters: JSON.stringify({ dangling: ['true'] }) }
      return readSharedSizes(await http.json({ path: '/images/json', query, signal }))
    },

    inspectImage: async (image, { signal }) =>
      readInspectedImage(await http.json(about(image, '/json', signal))),

    rawInspect: async (image, { signal }) => await http.json(about(image, '/json', signal)),

    imageHistory: async (image, { signal }) => readHistory(await http.json(about(image, '/history', signal))),

    async tagImage(imageId, repository, tag, { signal }) {
      const subject = { type: 'tag', image: imageId, reference: `${repository}:${tag}`, tag } as const
      await http.text({
        ...about(imageId, '/tag', signal),
        method: 'POST',
        query: { repo: repository, tag },
        subject,
      })
    },

    removeImage: async (image, options) => await removeImage(http, image, options, needs.inspectContainer),
  }
}

function about(image: string, rest: string, signal: AbortSignal | undefined): EngineRequest {
  return { path: imagePath(image, rest), subject: { type: 'image', image }, signal }
}
