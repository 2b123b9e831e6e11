import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { SourcedImage } from '@shared/domain/imageSource'
import { AppFailure } from '@shared/errors'
import { afterEach, beforeEach } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import type { BlobVisitor, ImageSource, SourceContent } from '../../../main/ports/imageSource'
import { type Files, tarOfFiles, writeFiles } from '../../builders/ociLayout'

export const never = new AbortController().signal

/** A folder of the test's own. */
export function ownFolder(): () => string {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'strata-archive-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  return () => folder
}

export function fileIn(folder: string, bytes: Buffer, name = 'odd.name'): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

export async function* inPieces(bytes: Buffer, piece = 10_000): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece))
}

const sha = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

export async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of bytes) parts.push(chunk)
  return Buffer.concat(parts)
}

/** As the scanner of layers does it, but in memory; what need not be hashed by the source is hashed here. */
export const diffIdOf: BlobVisitor = async ({ bytes, unhashed }) => {
  const stored = await collected(unhashed ?? bytes)
  const digest = unhashed === undefined ? {} : { digest: sha(stored) }
  try {
    return { diffId: sha(stored[0] === 0x1f ? gunzipSync(stored) : stored), ...digest }
  } catch {
    return undefined
  }
}

/** Leaves all hashing of what is stored to the source. */
export const plainDiffIdOf: BlobVisitor = async ({ path, size, bytes }) =>
  await diffIdOf({ path, size, bytes })

export type ReadAll = {
  readonly content: SourceContent
  /** By key: diffIds of all layers that could be read. */
  readonly layers: ReadonlyMap<string, string>
  /** Codes and blobs of what was wrong with layers. */
  readonly failures: readonly string[]
}

/** Everything that a source gives: documents, and every layer read to its end. */
export async function readAll(source: ImageSource, visit = diffIdOf): Promise<ReadAll> {
  const layers = new Map<string, string>()
  const failures: string[] = []
  try {
    if (source.type === 'onePass') {
      const content = await source.read(
        async (blob) => {
          const found = await visit(blob)
          if (found !== undefined) layers.set(blob.path, found.diffId)
          return found
        },
        { signal: never },
      )
      return { content, layers, failures }
    }
    const content = await source.content({ signal: never })
    for (const layer of content.images.flatMap((image) => image.layers)) {
      try {
        const found = await diffIdOf({
          path: layer.key,
          size: layer.storedBytes ?? 0,
          bytes: source.layer(layer, { signal: never }),
        })
        if (found !== undefined) layers.set(layer.key, found.diffId)
      } catch (error) {
        failures.push(codeOf(error))
      }
    }
    return { content, layers, failures }
  } finally {
    await source.close()
  }
}

export async function readFile(path: string): Promise<ReadAll> {
  return await readAll(await openArchive(path, { signal: never }))
}

export async function readStream(bytes: Buffer, wanted: readonly string[] = []): Promise<ReadAll> {
  return await readAll(openSaveStream(() => inPieces(bytes), wanted))
}

/** `CODE blob` */
export function codeOf(error: unknown): string {
  if (!(error instanceof AppFailure)) throw error
  const { code, params } = error.error
  return [code, ...Object.values(params)].join(' ')
}

export async function failureOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading
  } catch (error) {
    return codeOf(error)
  }
  return 'nothing failed'
}

/** What does not hang on where the image lies. */
export function essence({ content }: ReadAll) {
  return content.images.map(({ id, configDigest, references, config, problems, layers }: SourcedImage) => ({
    id,
    configDigest,
    references: [...references].sort(),
    platform: config.platform,
    problems,
    diffIds: layers.map(({ diffId }) => diffId),
  }))
}

export const jsonOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

/** Each way in which the same files can be read. */
export async function eachWay(
  folder: string,
  files: Files,
  use: (reading: Promise<ReadAll>, way: string) => Promise<void>,
) {
  const tar = tarOfFiles(files)
  await use(readFile(fileIn(folder, tar)), 'tar')
  await use(readFile(fileIn(folder, gzipSync(tar))), 'packed')
  await use(readFile(writeFiles(join(folder, `layout-${Math.random()}`), files)), 'folder')
  await use(readStream(tar), 'stream')
}
