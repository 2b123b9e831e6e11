import { basename } from 'node:path'
import { AppFailure, appError } from '@shared/errors'
import type { SourceContent } from '../../ports/imageSource'
import type { Analyst } from '../worker/analyst'
import type { WorkerClient } from '../worker/client'
import type { OpenArchive } from '../worker/openSources'
import type { FetchedFiles } from './fetched'
import { inflateFile } from './inflateFile'
import type { OpenPlace, PlacedImage } from './place'
import { chooseImage, placedOf } from './sourced'

export type FileWorld = {
  readonly worker: WorkerClient<Analyst>
  readonly fetched: FetchedFiles
  readonly platform: string
  readonly openArchive: OpenArchive
}

type Asked = { readonly signal: AbortSignal; readonly choice?: string }

/** An archive or an OCI layout of the user's. @throws AppFailure ARCHIVE_*, FILE_READ_FAILED, CONTENTS_NO_IMAGE */
export async function openFilePlace(world: FileWorld, path: string, asked: Asked): Promise<OpenPlace> {
  const { worker, fetched, platform, openArchive } = world
  const name = basename(path).slice(0, 255)
  const { sourceId, content: first, bytes: size } = await worker.call('openFile', { path }, asked)
  let content: SourceContent | undefined = first
  let image = content === undefined ? undefined : chosen(content)
  /** Of a compressed archive: it unpacked, where any byte can be read. */
  let unpacked: string | undefined

  function chosen(from: SourceContent): { readonly placed: PlacedImage; readonly imageId: string } {
    const found = chooseImage(from, asked.choice, platform)
    if (found === undefined) throw new AppFailure(appError('CONTENTS_NO_IMAGE', { name }))
    return { placed: placedOf(found, name), imageId: found.id }
  }

  return {
    type: 'file',
    name,
    image: () => image?.placed,
    tree: () => content?.tree,
    damage: () => content?.problems ?? [],
    cost: (unread) => {
      if (first === undefined || image === undefined) return { bytes: size, isAbout: false }
      const { layers } = image.placed
      const bytes = layers.reduce((sum, layer) => {
        return sum + (unread.has(layer.diffId) ? (layer.storedBytes ?? 0) : 0)
      }, 0)
      return { bytes, isAbout: false }
    },
    read: async ({ signal, raise, progress }) => {
      const input = { sourceId, raise, ...(image === undefined ? {} : { imageId: image.imageId }) }
      const outcome = await worker.call('readFile', input, { signal, progress })
      content = outcome.content
      image = chosen(content)
      return outcome
    },
    data: async () => {
      if (image === undefined) return await Promise.resolve({ type: 'needsFetch' as const, bytes: size })
      const { imageId } = image
      if (first !== undefined) return { type: 'source', sourceId, imageId }
      return unpacked === undefined
        ? { type: 'needsFetch', bytes: size }
        : { type: 'source', sourceId: unpacked, imageId }
    },
    fetch: async ({ signal, progress }) => {
      const got = await fetched.unpack(path, { signal, progress })
      const opened = await worker.call('openFile', { path: got.path }, { signal })
      unpacked = opened.sourceId
      return got.bytes
    },
    copySource: async ({ signal }) => {
      const source = await openArchive(path, { signal })
      const wanted = image?.imageId
      const images = source.type === 'randomAccess' ? (await source.content({ signal })).images : []
      return {
        source,
        image: images.find(({ id }) => id === wanted),
        whole:
          source.type === 'randomAccess'
            ? { type: 'blobs', source }
            : { type: 'passing', bytes: (stopped) => inflateFile(path, stopped), wanted: [] },
        close: async () => await source.close(),
      }
    },
    close: async () => {
      const quiet = new AbortController().signal
      for (const id of [sourceId, unpacked]) {
        if (id !== undefined) await worker.call('closeSource', { sourceId: id }, { signal: quiet })
      }
    },
  }
}
