import type { ContentBlob } from '../../ports/storage'
import type { Info } from '../buildkit/gen/content_pb'
import type { BuildHistoryRecord, Descriptor } from '../buildkit/gen/history_pb'

/** What containerd's garbage collector goes by (containerd, core/metadata/gc.go). */
const childLabel = 'containerd.io/gc.ref.content'
const snapshotLabel = 'containerd.io/gc.ref.snapshot.'
const diffIdLabel = 'containerd.io/uncompressed'

/** A blob as the content store describes it. */
export function readBlob({ digest, size, labels }: Info): ContentBlob {
  const children = new Set<string>()
  let chainId: string | undefined
  // In no order of their own; by name, a manifest's config (`0`, `config`) is before its layers (`1`, `l.0`).
  const byName = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [name, value] of byName) {
    // A layer that BuildKit made also names itself.
    if (name.startsWith(childLabel) && value !== digest) children.add(value)
    else if (name.startsWith(snapshotLabel)) chainId = value
  }
  const diffId = labels[diffIdLabel]
  return {
    digest,
    bytes: Number(size),
    children: [...children],
    ...(diffId === undefined || diffId === '' ? {} : { diffId }),
    ...(chainId === undefined ? {} : { chainId }),
  }
}

/** What the record of a build names. */
export function digestsOfBuild(record: BuildHistoryRecord): readonly string[] {
  const results = [record.Result, ...Object.values(record.Results)].flatMap((result) =>
    result === undefined
      ? []
      : [result.ResultDeprecated, ...result.Attestations, ...Object.values(result.Results)],
  )
  const named: readonly (Descriptor | undefined)[] = [
    record.logs,
    record.trace,
    record.externalError,
    ...results,
  ]
  return named.flatMap((descriptor) => (descriptor === undefined ? [] : [descriptor.digest]))
}

/**
 * The named blobs and all below them that is neither a layer nor a statement of an attestation: seen on 28.5, the history
 * keeps an index, its manifests and the config of each (the first that a manifest of BuildKit's names).
 */
export function keptByHistory(
  named: Iterable<string>,
  blobs: ReadonlyMap<string, ContentBlob>,
): ReadonlySet<string> {
  const kept = new Set<string>()
  const visit = (digest: string): void => {
    const blob = blobs.get(digest)
    if (blob === undefined || kept.has(digest)) return
    kept.add(digest)
    const isIndex = blob.children.some((child) => (blobs.get(child)?.children.length ?? 0) > 0)
    const [config] = blob.children
    if (isIndex) blob.children.forEach(visit)
    else if (config !== undefined) visit(config)
  }
  for (const digest of named) visit(digest)
  return kept
}
