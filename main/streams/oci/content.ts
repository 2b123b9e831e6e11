import type { ManifestNode, SourcedImage, SourceProblem } from '@shared/domain/imageSource'
import { AppFailure, appError } from '@shared/errors'
import type { SourceContent } from '../../ports/imageSource'
import type { DockerImage } from './dockerManifest'
import type { Gathered } from './gather'
import { type Draft, imageOfDocker, imageOfManifest, namedConfig } from './imageOf'
import { blobOf } from './layerFacts'
import { maxDepth, maxNodes } from './limits'
import type { IndexEntry } from './manifest'
import { pathOf } from './place'
import { namesOf } from './references'
import { strayDamage } from './strayDamage'

/**
 * The tree, and the images in it that can be read. What does not agree is told by `problems`.
 * @throws AppFailure where there is nothing to show, with what is wrong: SOURCE_DIGEST_MISMATCH {blob},
 * SOURCE_DOCUMENT_INVALID {blob}, SOURCE_NO_IMAGE {name}; SOURCE_TOO_MANY {name, limit}
 */
export function contentOf(gathered: Gathered): SourceContent {
  const drafts = new Map<string, Draft>()
  const entries = byDigest(gathered.index ?? [])
  const budget = { left: maxNodes }
  for (const { entry, names } of entries) {
    draftBelow(gathered, { entry, names: new Set(names), depth: 0, budget }, drafts)
  }
  const alone = (gathered.docker ?? []).filter((image) => !isKnown(gathered, image, drafts))
  const dockerIds = alone.map((image) => addDocker(gathered, image, drafts))

  const readable = readableOf(drafts)
  const tree: ManifestNode[] = entries.map(({ entry, names }) =>
    nodeOf(gathered, { entry, names, depth: 0 }, readable),
  )
  alone.forEach(({ references }, at) => {
    const id = dockerIds[at]
    const draft = id === undefined ? undefined : readable.get(id)
    tree.push({
      type: 'image',
      references,
      ...(draft?.config.platform === undefined ? {} : { platform: draft.config.platform }),
      ...(draft === undefined ? {} : { imageId: draft.id }),
    })
  })
  if (readable.size === 0) throwReason(gathered, tree)
  const told = [...readable.values()].flatMap(({ problems }) => problems.map(blobOfProblem))
  const problems = strayDamage(gathered, new Set(told.filter((blob) => blob !== undefined)))
  const images = [...readable.values()].map(finished)
  return { tree, images, ...(problems.length === 0 ? {} : { problems }) }
}

type Named = { readonly entry: IndexEntry; readonly names: readonly string[] }

/** An index names an image once for each of its tags. */
function byDigest(entries: readonly IndexEntry[]): readonly Named[] {
  const found = new Map<string, { entry: IndexEntry; names: Set<string> }>()
  for (const entry of entries) {
    const known = found.get(entry.digest) ?? { entry, names: new Set<string>() }
    for (const name of namesOf(entry)) known.names.add(name)
    found.set(entry.digest, known)
  }
  return [...found.values()].map(({ entry, names }) => ({ entry, names: [...names] }))
}

type Walk = {
  readonly entry: IndexEntry
  readonly names: ReadonlySet<string>
  readonly depth: number
  readonly budget: { left: number }
}

/** Below an index the same manifest may be named many times: nodes are counted, so that this ends. */
function draftBelow(gathered: Gathered, walk: Walk, drafts: Map<string, Draft>): void {
  const { entry, names, depth, budget } = walk
  budget.left -= 1
  if (budget.left < 0) {
    throw new AppFailure(appError('SOURCE_TOO_MANY', { name: gathered.name, limit: maxNodes }))
  }
  const document = gathered.documents.get(pathOf(entry.digest))?.document
  if (document?.type === 'index' && depth < maxDepth) {
    for (const child of document.entries) {
      const below = new Set([...names, ...namesOf(child)])
      draftBelow(gathered, { entry: child, names: below, depth: depth + 1, budget }, drafts)
    }
  }
  if (document?.type !== 'image' || entry.attestation !== undefined) return
  const draft = drafts.get(entry.digest) ?? imageOfManifest(gathered, entry, document)
  if (draft === undefined) return
  for (const name of names) draft.references.add(name)
  drafts.set(entry.digest, draft)
}

/** Since Docker 25 `manifest.json` and `index.json` tell of the same images. */
function isKnown(gathered: Gathered, image: DockerImage, drafts: ReadonlyMap<string, Draft>): boolean {
  const digest = namedConfig(image.config) ?? gathered.configs.get(image.config)?.digest
  const keys = image.layers.map((path) => gathered.files.get(path)?.path ?? path).join('\n')
  for (const draft of drafts.values()) {
    if (draft.configDigest !== digest || draft.layers.map(({ key }) => key).join('\n') !== keys) continue
    for (const name of image.references) draft.references.add(name)
    return true
  }
  return false
}

function addDocker(gathered: Gathered, image: DockerImage, drafts: Map<string, Draft>): string | undefined {
  const made = imageOfDocker(gathered, image)
  if (made === undefined) return undefined
  const draft = drafts.get(made.id) ?? made
  for (const name of image.references) draft.references.add(name)
  drafts.set(draft.id, draft)
  return draft.id
}

function blobOfProblem(problem: SourceProblem): string | undefined {
  return 'blob' in problem ? problem.blob : undefined
}

/** Of several platforms those without a single layer were not pulled; where all are so, the place lacks them. */
function readableOf(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, Draft> {
  const whole = new Map([...drafts].filter(([, { isBare }]) => !isBare))
  return whole.size === 0 ? drafts : whole
}

function nodeOf(
  gathered: Gathered,
  { entry, names, depth }: Named & { readonly depth: number },
  readable: ReadonlyMap<string, Draft>,
): ManifestNode {
  const descriptor = blobOf(entry)
  const platform = entry.platform === undefined ? {} : { platform: entry.platform }
  const found = gathered.documents.get(pathOf(entry.digest))
  if (found === undefined) return { type: 'missing', descriptor, ...platform }
  const { document } = found
  if (document.type === 'other') return { type: 'other', descriptor, reason: document.reason }
  if (document.type === 'index') {
    if (depth >= maxDepth) return { type: 'other', descriptor, reason: 'unreadable' }
    const children = document.entries.map((child) =>
      nodeOf(gathered, { entry: child, names: namesOf(child), depth: depth + 1 }, readable),
    )
    return { type: 'index', descriptor, references: names, children }
  }
  if (entry.attestation !== undefined) return { type: 'attestation', descriptor, ...entry.attestation }
  const draft = readable.get(entry.digest)
  const told = entry.platform ?? draft?.config.platform
  return {
    type: 'image',
    descriptor,
    references: names,
    ...(told === undefined ? {} : { platform: told }),
    ...(draft === undefined ? {} : { imageId: draft.id }),
  }
}

function finished(draft: Draft): SourcedImage {
  const { id, configDigest, manifestDigest, config, layers, problems, references } = draft
  const manifest = manifestDigest === undefined ? {} : { manifestDigest }
  return { id, configDigest, ...manifest, references: [...references], config, layers, problems }
}

/** Damage explains why nothing can be shown; platforms that are not here are shown as such. */
function throwReason(gathered: Gathered, tree: readonly ManifestNode[]): void {
  const [failure] = gathered.failures
  if (failure !== undefined) throw failure
  for (const [path, { document, digest }] of gathered.documents) {
    const isDamaged = document.type === 'other' && path !== pathOf(digest)
    if (isDamaged) throw new AppFailure(appError('SOURCE_DIGEST_MISMATCH', { blob: named(path) }))
  }
  for (const [path, { config, digest }] of gathered.configs) {
    if (config !== undefined) continue
    const isDamaged = (namedConfig(path) ?? digest) !== digest
    const code = isDamaged ? 'SOURCE_DIGEST_MISMATCH' : 'SOURCE_DOCUMENT_INVALID'
    throw new AppFailure(appError(code, { blob: named(path) }))
  }
  const missing = (gathered.docker ?? []).find((image) => !gathered.configs.has(image.config))
  if (missing !== undefined)
    throw new AppFailure(appError('SOURCE_BLOB_MISSING', { blob: named(missing.config) }))
  if (tree.length === 0) throw new AppFailure(appError('SOURCE_NO_IMAGE', { name: gathered.name }))
}

function named(path: string): string {
  return (namedConfig(path) ?? path).slice(0, 200)
}
