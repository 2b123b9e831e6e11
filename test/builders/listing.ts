import { EntryKind, entryFlag, type LayerIndex } from '../../main/layers/layerIndex'

export type Listed = {
  readonly path: string
  readonly kind: keyof typeof EntryKind
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly stored: number
  readonly modified: number
  readonly digest: string
  readonly link: string
  readonly linkedPath: string | undefined
  readonly flags: readonly string[]
}

/** Every entry of an index in words, in the order of the tar. */
export function listingOf(index: LayerIndex): readonly Listed[] {
  const { entries } = index
  return Array.from({ length: entries.count }, (_, i) => {
    const linkNode = entries.linkNode[i] ?? -1
    return {
      path: pathOfNode(index, entries.node[i] ?? -1),
      kind: kindName(entries.kind[i] ?? -1),
      mode: entries.mode[i] ?? -1,
      uid: entries.uid[i] ?? -1,
      gid: entries.gid[i] ?? -1,
      size: entries.size[i] ?? -1,
      stored: entries.stored[i] ?? -1,
      modified: entries.modified[i] ?? Number.NaN,
      digest: Buffer.from(entries.digest.subarray(i * 32, i * 32 + 32)).toString('hex'),
      link: Buffer.from(entries.links.subarray(entries.linkStart[i], entries.linkStart[i + 1])).toString(),
      linkedPath: linkNode === -1 ? undefined : pathOfNode(index, linkNode),
      flags: Object.entries(entryFlag).flatMap(([name, bit]) =>
        ((entries.flags[i] ?? 0) & bit) === 0 ? [] : [name],
      ),
    }
  })
}

/** Without a slash at its start; the root is empty. */
export function pathOfNode({ names }: LayerIndex, node: number): string {
  const parts: Buffer[] = []
  for (let at = node; at > 0; at = names.parent[at] ?? -1) {
    parts.unshift(Buffer.from(names.bytes.subarray(names.start[at], names.start[at + 1])))
  }
  return parts.map((part) => part.toString('utf8')).join('/')
}

function kindName(code: number): keyof typeof EntryKind {
  for (const [name, value] of Object.entries(EntryKind)) {
    if (value === code && isKind(name)) return name
  }
  throw new Error(`no kind has the code ${code}`)
}

function isKind(name: string): name is keyof typeof EntryKind {
  return name in EntryKind
}
