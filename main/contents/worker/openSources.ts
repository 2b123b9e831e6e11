import { stat } from 'node:fs/promises'
import type { SourcedImage } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { ImageSource, OnePassSource, SourceContent } from '../../ports/imageSource'
import type { ArchiveSource } from '../../ports/wholeSource'

export type OpenArchive = (path: string, options: { readonly signal: AbortSignal }) => Promise<ArchiveSource>

export type OpenSaveStream = (
  bytes: (signal: AbortSignal) => AsyncIterable<Uint8Array>,
  wanted: readonly string[],
) => OnePassSource

export type OpenSource = { readonly source: ImageSource; readonly content?: SourceContent }

/** The user's files that are open, by numbers that the main thread knows them by. */
export class OpenSources {
  readonly #open = new Map<string, OpenSource>()
  #count = 0

  constructor(private readonly openArchive: OpenArchive) {}

  async open(
    path: string,
    signal: AbortSignal,
  ): Promise<OpenSource & { readonly sourceId: string; readonly bytes: number }> {
    const source = await this.openArchive(path, { signal })
    try {
      const content = source.type === 'randomAccess' ? await source.content({ signal }) : undefined
      const { size } = await stat(path)
      this.#count += 1
      const sourceId = `source-${this.#count}`
      const opened = { source, ...(content === undefined ? {} : { content }) }
      this.#open.set(sourceId, opened)
      return { ...opened, sourceId, bytes: size }
    } catch (error) {
      await source.close()
      throw error
    }
  }

  /** @throws AppFailure CONTENTS_GONE */
  get(sourceId: string): OpenSource {
    const opened = this.#open.get(sourceId)
    if (opened === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
    return opened
  }

  /** @throws AppFailure CONTENTS_GONE */
  image(sourceId: string, imageId: string | undefined): SourcedImage {
    const images = this.get(sourceId).content?.images ?? []
    const image = imageId === undefined ? images[0] : images.find(({ id }) => id === imageId)
    if (image === undefined) throw new AppFailure(appError('CONTENTS_GONE'))
    return image
  }

  async close(sourceId: string): Promise<void> {
    const opened = this.#open.get(sourceId)
    this.#open.delete(sourceId)
    await opened?.source.close()
  }
}
