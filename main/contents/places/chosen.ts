import type { ManifestNode, SourcedImage } from '@shared/domain/imageSource'
import type { SourceContent } from '../../ports/imageSource'
import type { NamedImage, RegistrySource } from '../../ports/registryClient'
import { fitsPlatform } from './sourced'

/** Images that are tried before it is said that there is none: what an index calls an image may be something else. */
const mostTried = 20

export type Chosen = { readonly image?: SourcedImage; readonly tree: readonly ManifestNode[] }

type Named = NamedImage & { readonly id: string }

/**
 * The image that was asked for: by its id, else the first for this machine, else the first. No other is read; the tree tells what
 * was found in place of what the index says. `platform`: `linux/amd64`.
 */
export async function readChosen(
  source: Pick<RegistrySource, 'named'>,
  { tree: told, images }: SourceContent,
  {
    choice,
    platform,
    signal,
  }: { readonly choice?: string; readonly platform: string; readonly signal: AbortSignal },
): Promise<Chosen> {
  const all = namedIn(told)
  const wanted =
    choice === undefined
      ? [...all.filter((each) => fits(each, platform)), ...all.filter((each) => !fits(each, platform))]
      : all.filter(({ id }) => id === choice)
  let tree = told
  for (const each of wanted.slice(0, mostTried)) {
    const known = images.find(({ id }) => id === each.id)
    if (known !== undefined) return { image: known, tree }
    const { node, image } = await source.named(each, { signal })
    tree = withNode(tree, each.id, node)
    if (image !== undefined) return { image, tree }
  }
  return { tree }
}

function fits({ platform: told }: Named, platform: string): boolean {
  return fitsPlatform(told, platform)
}

function namedIn(tree: readonly ManifestNode[]): readonly Named[] {
  return tree.flatMap((node): readonly Named[] => {
    if (node.type === 'index') return namedIn(node.children)
    if (node.type !== 'image' || node.imageId === undefined || node.descriptor === undefined) return []
    const { descriptor, references, platform, imageId: id } = node
    return [{ id, descriptor, references, ...(platform === undefined ? {} : { platform }) }]
  })
}

function withNode(
  tree: readonly ManifestNode[],
  digest: string,
  found: ManifestNode,
): readonly ManifestNode[] {
  return tree.map((node) => {
    if (node.type === 'index') return { ...node, children: withNode(node.children, digest, found) }
    return node.type === 'image' && node.imageId === digest ? found : node
  })
}
