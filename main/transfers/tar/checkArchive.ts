import { parseReference } from '@shared/domain/reference'
import { z } from 'zod'
import type { ArchivedFile, ArchiveFacts } from './archiveFacts'

/** `problem`: what is wrong first, in plain words without untrusted text of more than a digest or a path. */
export type ArchiveCheck =
  | { readonly ok: true; readonly checked: number; readonly references: readonly string[] }
  | { readonly ok: false; readonly problem: string }

const dockerManifest = z.array(
  z.object({
    Config: z.string(),
    RepoTags: z.array(z.string()).nullish(),
    Layers: z.array(z.string()).nullish(),
  }),
)
const config = z.object({ rootfs: z.object({ diff_ids: z.array(z.string()).nullish() }) })
const descriptor = z.object({
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  size: z.number(),
  annotations: z.record(z.string(), z.string()).nullish(),
})
const index = z.object({ manifests: z.array(descriptor) })
const manifest = z.object({ config: descriptor, layers: z.array(descriptor) })

class Problem extends Error {}

/**
 * Whether what was saved can be loaded again: every file that a manifest names is there, with the digest by which it is
 * named, and as many layers as the config says (moby#47065, #49473). `wanted`: references that must be in it.
 */
export function checkArchive(facts: ArchiveFacts, wanted: readonly string[]): ArchiveCheck {
  try {
    const images = fromDocker(facts)
    const layouts = fromLayout(facts)
    if (images === undefined && layouts === undefined)
      throw new Problem('it has neither manifest.json nor index.json')
    const references = [...new Set([...(images ?? []), ...(layouts ?? [])])]
    const known = new Set(references.map(canonical))
    const missing = wanted.find((reference) => !known.has(canonical(reference)))
    if (missing !== undefined) throw new Problem(`the name ${missing} is not in it`)
    return { ok: true, checked: checkBlobs(facts), references }
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message }
    throw error
  }
}

/** Names in `manifest.json`; undefined without one. */
function fromDocker(facts: ArchiveFacts): readonly string[] | undefined {
  const file = facts.files.get('manifest.json')
  if (file === undefined) return undefined
  const images = read(dockerManifest, file, 'manifest.json')
  if (images.length === 0) throw new Problem('manifest.json names no image')
  for (const { Config: path, Layers: layers } of images) {
    const named = /([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1]
    const found = fileAt(facts, path)
    if (named !== undefined && found.digest !== `sha256:${named}`) throw wrong(path)
    checkLayers(facts, read(config, found, path).rootfs.diff_ids ?? [], layers ?? [])
  }
  return images.flatMap(({ RepoTags: tags }) => tags ?? [])
}

function checkLayers(facts: ArchiveFacts, diffIds: readonly string[], layers: readonly string[]): void {
  if (layers.length !== diffIds.length) {
    throw new Problem(`${layers.length} of ${diffIds.length} layers are in it`)
  }
  for (const [at, path] of layers.entries()) {
    const { digest } = fileAt(facts, path)
    // Blobs are named by their own digest (checked with all of them), which of a compressed layer is not its diff id.
    if (!path.startsWith('blobs/') && digest !== diffIds[at]) throw wrong(path)
  }
}

/** Names in `index.json` of an OCI layout; undefined without one. */
function fromLayout(facts: ArchiveFacts): readonly string[] | undefined {
  const file = facts.files.get('index.json')
  if (file === undefined) return undefined
  const { manifests } = read(index, file, 'index.json')
  if (manifests.length === 0) throw new Problem('index.json names no image')
  for (const entry of manifests) {
    if (countWhole(facts, entry) === 0) throw new Problem(`${entry.digest} has no platform that is whole`)
  }
  return manifests.flatMap(({ annotations }) => annotations?.['io.containerd.image.name'] ?? [])
}

type Descriptor = z.infer<typeof descriptor>

/** Whole images at or below it. An engine that pulled one platform of several saves the index with that one alone. */
function countWhole(facts: ArchiveFacts, entry: Descriptor, depth = 0): number {
  const file = blob(facts, entry)
  if (file === undefined) {
    if (depth === 0) throw new Problem(`${entry.digest} is not in it`)
    return 0
  }
  const list = index.safeParse(file.json)
  if (list.success && depth < 3) {
    return list.data.manifests.reduce((count, child) => count + countWhole(facts, child, depth + 1), 0)
  }
  const { config: configEntry, layers } = read(manifest, file, entry.digest)
  for (const part of [configEntry, ...layers]) {
    if (blob(facts, part) === undefined) throw new Problem(`${part.digest} is not in it`)
  }
  const image = config.safeParse(blob(facts, configEntry)?.json)
  if (image.success && (image.data.rootfs.diff_ids ?? []).length !== layers.length) {
    throw new Problem(`${layers.length} of ${(image.data.rootfs.diff_ids ?? []).length} layers are in it`)
  }
  return 1
}

function blob(facts: ArchiveFacts, { digest, size }: Descriptor): ArchivedFile | undefined {
  const file = facts.files.get(`blobs/sha256/${digest.slice('sha256:'.length)}`)
  if (file !== undefined && file.size !== size) throw wrong(digest)
  return file
}

/** All of them, those that no manifest names included. */
function checkBlobs({ files }: ArchiveFacts): number {
  let checked = 0
  for (const [path, { digest }] of files) {
    const named = /^blobs\/sha256\/([0-9a-f]{64})$/.exec(path)?.[1]
    if (named !== undefined && digest !== `sha256:${named}`) throw wrong(path)
    if (named !== undefined || path.endsWith('/layer.tar')) checked += 1
  }
  return checked
}

function fileAt({ files, links }: ArchiveFacts, path: string): ArchivedFile {
  let at = path
  for (let hops = 0; hops < 8 && links.has(at); hops += 1) at = links.get(at) ?? at
  const file = files.get(at)
  if (file === undefined) throw new Problem(`${path.slice(0, 200)} is not in it`)
  return file
}

function read<T>(schema: z.ZodType<T>, { json }: ArchivedFile, path: string): T {
  const result = schema.safeParse(json)
  if (!result.success) throw new Problem(`${path.slice(0, 200)} cannot be read`)
  return result.data
}

function wrong(path: string): Problem {
  return new Problem(`${path.slice(0, 200)} has other bytes than its name says`)
}

function canonical(text: string): string {
  const parsed = parseReference(text)
  return parsed.ok ? parsed.value.canonical : text
}
