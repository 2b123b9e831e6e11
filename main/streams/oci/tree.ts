import type { BlobDescriptor, ManifestNode, SourcedImage } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { NamedImage } from '../../ports/registryClient'
import { readConfig } from './config'
import { maxDepth, maxNodes } from './limits'
import { type IndexEntry, type ManifestDocument, readManifest } from './manifest'
import { isImageConfig, manifestKind } from './mediaTypes'
import { sourcedImage } from './sourcedImage'

/** Documents of one index that are fetched, since each is a request: real ones name some twenty. */
const maxFetched = 1_000
/** Documents that are fetched at once. */
const wide = 8

export type TreeReader = {
  /** The verified bytes of a manifest or an index; undefined when the place does not have it. */
  readonly manifest: (wanted: BlobDescriptor) => Promise<Uint8Array | undefined>
  /** The same of a config. */
  readonly config: (wanted: BlobDescriptor) => Promise<Uint8Array | undefined>
}

/** How much of a tree is read: `all`, or what an index says of images without reading them. */
export type TreeDepth = 'all' | 'outline'

export type Branch = { readonly node: ManifestNode; readonly images: readonly SourcedImage[] }

/**
 * What a manifest or an index leads to, with every image that can be read. `references`: names of the root. Of an outline images
 * below an index that tells their platform are taken at its word: `imageId` is set, and none of them is in `images`.
 * @throws AppFailure SOURCE_TOO_MANY {name, limit}, and what the reader throws
 */
export async function readTree(
  root: { readonly descriptor: BlobDescriptor; readonly document: ManifestDocument },
  references: readonly string[],
  reader: TreeReader,
  much: TreeDepth = 'all',
): Promise<Branch> {
  return await branch(root.descriptor, root.document, {
    references,
    reader,
    much,
    depth: 0,
    budget: { left: maxFetched, nodes: maxNodes },
  })
}

/** One image of an outline: its manifest and its config. @throws what the reader throws */
export async function readNamed(
  { descriptor, references, platform }: NamedImage,
  reader: TreeReader,
): Promise<Branch> {
  const told = platform === undefined ? {} : { platform }
  const budget = { left: 0, nodes: 0 }
  return await fetched(descriptor, { references, reader, budget, much: 'all', depth: 0, ...told })
}

type Place = {
  readonly references: readonly string[]
  readonly reader: TreeReader
  readonly much: TreeDepth
  readonly depth: number
  readonly platform?: string
  /** Shared by the whole tree: documents to fetch, and nodes. */
  readonly budget: { left: number; nodes: number }
}

async function branch(descriptor: BlobDescriptor, document: ManifestDocument, place: Place): Promise<Branch> {
  switch (document.type) {
    case 'index':
      return await indexBranch(descriptor, document.entries, place)
    case 'image':
      return await imageBranch(descriptor, document, place)
    case 'schema1':
      return leaf({ type: 'other', descriptor, reason: 'schema1' })
    case 'unreadable':
      return leaf({ type: 'other', descriptor, reason: 'unreadable' })
  }
}

function leaf(node: ManifestNode): Branch {
  return { node, images: [] }
}

async function indexBranch(
  descriptor: BlobDescriptor,
  entries: readonly IndexEntry[],
  place: Place,
): Promise<Branch> {
  const { references, depth } = place
  if (depth >= maxDepth) return leaf({ type: 'other', descriptor, reason: 'unreadable' })
  const branches: Branch[] = []
  for (let at = 0; at < entries.length; at += wide) {
    const some = entries.slice(at, at + wide)
    branches.push(...(await Promise.all(some.map(async (each) => await entryBranch(each, place)))))
  }
  const children = branches.map(({ node }) => node)
  return {
    node: { type: 'index', descriptor, references, children },
    images: branches.flatMap(({ images }) => images),
  }
}

async function entryBranch(entry: IndexEntry, place: Place): Promise<Branch> {
  const { reader, much, depth, references, budget } = place
  const { mediaType, digest, size, platform, attestation } = entry
  const descriptor = { mediaType, digest, size }
  const tooMany = (limit: number) =>
    new AppFailure(appError('SOURCE_TOO_MANY', { name: references[0] ?? digest, limit }))
  budget.nodes -= 1
  if (budget.nodes < 0) throw tooMany(maxNodes)
  if (attestation !== undefined) return leaf({ type: 'attestation', descriptor, ...attestation })
  if (much === 'outline' && platform !== undefined && manifestKind(mediaType) === 'image') {
    return leaf({ type: 'image', descriptor, references, platform, imageId: digest })
  }
  budget.left -= 1
  if (budget.left < 0) throw tooMany(maxFetched)
  const told = platform === undefined ? {} : { platform }
  return await fetched(descriptor, { references, reader, much, budget, depth: depth + 1, ...told })
}

async function fetched(descriptor: BlobDescriptor, place: Place): Promise<Branch> {
  const { platform } = place
  const bytes = await place.reader.manifest(descriptor)
  const told = platform === undefined ? {} : { platform }
  if (bytes === undefined) return leaf({ type: 'missing', descriptor, ...told })
  return await branch(descriptor, readManifest(bytes, descriptor.mediaType), place)
}

async function imageBranch(
  descriptor: BlobDescriptor,
  document: Extract<ManifestDocument, { type: 'image' }>,
  { references, reader, platform: told }: Place,
): Promise<Branch> {
  if (!isImageConfig(document.config.mediaType))
    return leaf({ type: 'other', descriptor, reason: 'artifact' })
  const bytes = await reader.config(document.config)
  const config = bytes === undefined ? undefined : readConfig(bytes)
  if (bytes !== undefined && config === undefined) {
    return leaf({ type: 'other', descriptor, reason: 'unreadable' })
  }
  const platform = told ?? config?.platform
  const node = {
    type: 'image' as const,
    descriptor,
    references,
    ...(platform === undefined ? {} : { platform }),
  }
  if (config === undefined) return leaf(node)
  const image = sourcedImage({
    manifestDigest: descriptor.digest,
    configDescriptor: document.config,
    layers: document.layers,
    config,
    references,
  })
  return { node: { ...node, imageId: image.id }, images: [image] }
}
