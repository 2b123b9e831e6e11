import { parseReference, withDefaultTag } from '@shared/domain/reference'
import type { OutdatedContainer } from '@shared/domain/run'
import type { EngineClient, InspectedImage, ListedContainer } from '../ports/engineClient'

type Asked = { readonly signal?: AbortSignal }
type Client = Pick<EngineClient, 'inspectContainer' | 'listContainers'> & {
  inspectImage(image: string, options: Asked): Promise<Pick<InspectedImage, 'id' | 'tags'>>
}

/** At most so many are asked one by one. */
const maxAsked = 50

/**
 * Containers that were created from a name of this image while an older image had it. The engine's list shows the id of
 * the old image in the place of a name that moved on; what a container was really created from only it itself tells.
 * @throws AppFailure IMAGE_NOT_FOUND, ENGINE_*
 */
export async function outdatedContainers(
  client: Client,
  image: string,
  { signal }: Asked,
): Promise<readonly OutdatedContainer[]> {
  const { id: imageId, tags } = await client.inspectImage(image, { signal })
  const names = new Set(tags.flatMap((tag) => canonical(tag) ?? []))
  if (names.size === 0) return []
  const others = (await client.listContainers({ signal })).filter((each) => each.imageId !== imageId)
  const moved = others.filter((each) => isId(each) || isNamed(names, each.createdFrom)).slice(0, maxAsked)
  const found: OutdatedContainer[] = []
  for (const { id } of moved) {
    // Gone meanwhile, or made from the id.
    const told = await client.inspectContainer(id, { signal })
    if (told === undefined || !isNamed(names, told.createdFrom)) continue
    const { name, running, createdFrom } = told
    found.push({ id, name, running, createdFrom, imageId: told.imageId })
  }
  return found
}

function isId({ createdFrom }: ListedContainer): boolean {
  return /^(?:sha256:)?[0-9a-f]{12,64}$/.test(createdFrom)
}

function isNamed(names: ReadonlySet<string>, reference: string): boolean {
  const name = canonical(reference)
  return name !== undefined && names.has(name)
}

function canonical(reference: string): string | undefined {
  const parsed = parseReference(reference)
  return parsed.ok ? withDefaultTag(parsed.value).canonical : undefined
}
