import type { ArchiveContent, ArchivedImage } from '@shared/domain/archive'
import { parseReference, withDefaultTag } from '@shared/domain/reference'
import { z } from 'zod'

/** Tells what an archive is from the paths in it and from two JSON files. */
export type ContentFinder = {
  /** Whether the bytes of that file are needed. */
  wants(path: string, size: number): boolean
  read(path: string, bytes: Buffer): void
  /** Each entry; true as soon as it can only be the files of a container. */
  see(path: string): boolean
  content(isCut: boolean): ArchiveContent
}

const maxJsonBytes = 16_777_216
/** One answer to a page stays under 1 MB: so many images, and so many characters of names. */
const maxImages = 1_000
const maxNameChars = 500_000
const maxReference = 512
/** Folders of a root file system: three of them at the top, and it is one. */
const usual = new Set(
  'bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'.split(' '),
)
const enough = 3

const dockerManifest = z
  .array(
    z.object({
      Config: z.string(),
      RepoTags: z.array(z.string()).nullish(),
      Layers: z.array(z.unknown()).nullish(),
    }),
  )
  .min(1)
const ociIndex = z.object({
  manifests: z.array(
    z.object({ digest: z.string(), annotations: z.record(z.string(), z.string()).nullish() }),
  ),
})
type DockerManifest = z.infer<typeof dockerManifest>
type OciIndex = z.infer<typeof ociIndex>

export function findContent(): ContentFinder {
  const tops = new Set<string>()
  let seen = 0
  let isLayout = false
  let docker: DockerManifest | undefined
  let index: OciIndex | undefined
  return {
    wants: (path, size) => (path === 'manifest.json' || path === 'index.json') && size <= maxJsonBytes,
    read(path, bytes) {
      // A file of that name can lie in a root file system too: only one that reads as a list of images counts.
      if (path === 'manifest.json') docker ??= parsed(dockerManifest, bytes)
      else index ??= parsed(ociIndex, bytes)
    },
    see(path) {
      seen += 1
      if (path === 'oci-layout') isLayout = true
      const [top = ''] = path.split('/')
      if (usual.has(top)) tops.add(top)
      return tops.size >= enough && docker === undefined
    },
    content(isCut) {
      if (docker !== undefined) return listed('docker', fromDocker(docker, index), isCut)
      if (isLayout) return listed('oci', fromIndex(index), isCut)
      if (isCut) return { type: seen === 0 ? 'notTar' : 'damaged' }
      return { type: seen === 0 ? 'empty' : 'rootfs' }
    },
  }
}

function parsed<T>(schema: z.ZodType<T>, bytes: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(bytes.toString('utf8'))).data
  } catch {
    return undefined
  }
}

function listed(format: 'docker' | 'oci', images: readonly ArchivedImage[], isCut: boolean): ArchiveContent {
  let chars = 0
  const shown = images.slice(0, maxImages).filter(({ references }) => {
    chars += references.join('').length
    return chars <= maxNameChars
  })
  return { type: 'image', format, images: shown, more: images.length - shown.length, isCut }
}

/** A classic store names an image by its config, a containerd store by its manifest or index. */
function fromDocker(images: DockerManifest, index: OciIndex | undefined): readonly ArchivedImage[] {
  const named = (index?.manifests ?? []).flatMap(({ digest, annotations }) => {
    const name = canonical(annotations?.['io.containerd.image.name'] ?? '')
    return name === undefined ? [] : [[name, digest] as const]
  })
  return images.map(({ Config: path, RepoTags: tags, Layers: layers }) => {
    const references = cutNames(tags ?? [])
    const config = /([0-9a-f]{64})(?:\.json)?$/.exec(path)?.[1]
    const names = new Set(references.map(canonical))
    const manifests = named.flatMap(([name, digest]) => (names.has(name) ? [digest] : []))
    return {
      references,
      ids: idsOf([...(config === undefined ? [] : [`sha256:${config}`]), ...manifests]),
      ...(layers === null || layers === undefined ? {} : { layers: layers.length }),
    }
  })
}

function fromIndex(index: OciIndex | undefined): readonly ArchivedImage[] {
  const byDigest = new Map<string, string[]>()
  for (const { digest, annotations } of index?.manifests ?? []) {
    const known = byDigest.get(digest) ?? []
    const name = annotations?.['io.containerd.image.name']
    byDigest.set(digest, name === undefined ? known : [...known, name])
  }
  return [...byDigest].map(([digest, names]) => ({ references: cutNames(names), ids: idsOf([digest]) }))
}

function idsOf(digests: readonly string[]): readonly string[] {
  return [...new Set(digests)].filter((digest) => /^sha256:[0-9a-f]{64}$/.test(digest)).slice(0, 8)
}

function cutNames(names: readonly string[]): readonly string[] {
  return [...new Set(names)].map((name) => name.slice(0, maxReference))
}

function canonical(text: string): string | undefined {
  const reference = parseReference(text)
  return reference.ok ? withDefaultTag(reference.value).canonical : undefined
}
