import { lookInto } from './lookInto'

/** `unknown`: no tar, a damaged one, or one that can't be looked into: the engine judges. */
export type ArchiveKind =
  | {
      readonly kind: 'image'
      /** Names that loading it must give; empty when they are not told up front. */
      readonly references: readonly string[]
      /** Images without a name. */
      readonly nameless: number
    }
  | { readonly kind: 'rootfs' }
  | { readonly kind: 'unknown' }

/** What to do with a file. @throws AppFailure FILE_READ_FAILED; the signal's reason */
export async function sniffArchive(path: string, signal: AbortSignal): Promise<ArchiveKind> {
  const { content } = await lookInto(path, signal)
  if (content.type === 'rootfs') return { kind: 'rootfs' }
  if (content.type !== 'image') return { kind: 'unknown' }
  // Which names an engine makes of an OCI layout is its own matter.
  if (content.format === 'oci') return { kind: 'image', references: [], nameless: 0 }
  return {
    kind: 'image',
    references: content.images.flatMap(({ references }) => references),
    nameless: content.images.filter(({ references }) => references.length === 0).length,
  }
}
