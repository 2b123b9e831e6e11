import type { OpenedImage, PlatformNode } from '@shared/domain/contents'

/** One line of the tree, in the order in which it is drawn. */
export type PlatformLine = { readonly node: PlatformNode; readonly depth: number; readonly key: string }

/** Depth first; an index deeper than this is a made-up one. */
const deepest = 16

export function linesOf(tree: readonly PlatformNode[], depth = 0, path = ''): readonly PlatformLine[] {
  if (depth > deepest) return []
  return tree.flatMap((node, i): readonly PlatformLine[] => {
    const key = `${path}/${i}`
    const line = { node, depth, key }
    return node.type === 'index' ? [line, ...linesOf(node.children, depth + 1, key)] : [line]
  })
}

export type PlatformChoice = {
  /** What `contents.open` takes; absent when it can't be read here. */
  readonly id?: string
  readonly platform?: string
  readonly references: readonly string[]
  readonly missing: boolean
}

/** Images that the place holds or names, those that can't be opened among them. */
export function choicesOf(tree: readonly PlatformNode[]): readonly PlatformChoice[] {
  return linesOf(tree).flatMap(({ node }): readonly PlatformChoice[] => {
    if (node.type !== 'image' && node.type !== 'missing') return []
    const { platform } = node
    return [
      {
        references: node.type === 'image' ? node.references : [],
        missing: node.type === 'missing',
        ...(platform === undefined ? {} : { platform }),
        ...(node.type === 'image' && node.id !== undefined ? { id: node.id } : {}),
      },
    ]
  })
}

/** Which node of its tree an image is. */
export function shownId({ id, treeId }: Pick<OpenedImage, 'id' | 'treeId'>): string {
  return treeId ?? id
}

/**
 * Whether its place holds more than the image: an index, other platforms, attestations. Before it was read a packed file may; so
 * may an engine that keeps indexes (`store` of the engine of now).
 */
export function holdsMore(
  { place, tree }: Pick<OpenedImage, 'place' | 'tree'>,
  store: 'classic' | 'containerd' | undefined,
): boolean {
  if (tree === undefined) return place === 'file' || (place === 'engine' && store === 'containerd')
  const nodes = linesOf(tree).map(({ node }) => node.type)
  const images = nodes.filter((type) => type === 'image').length
  return images > 1 || nodes.includes('index') || nodes.includes('attestation')
}
