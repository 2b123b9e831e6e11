import { inParallel, widthOf } from '../images/inParallel'
import type { EngineClient, ListedContainer } from '../ports/engineClient'

/** A plan tells of single containers; who has more than these in the way reads their names. */
const mostLooks = 60

/** The list tells when a container was made; since when it runs, or is stopped, is told by an inspect only. */
export async function withTimes(
  containers: readonly ListedContainer[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ListedContainer[]> {
  const unknown = containers.filter(
    ({ started, finished, state }) => started === undefined && finished === undefined && state !== 'created',
  )
  const told = new Map<string, ListedContainer>()
  const asked = signal === undefined ? {} : { signal }
  await inParallel(unknown.slice(0, mostLooks), widthOf(client.info.store), async ({ id }) => {
    // Times are beside the point where the engine does not tell them.
    const found = await client.inspectContainer(id, asked).catch(() => undefined)
    if (found !== undefined) told.set(id, found)
  })
  signal?.throwIfAborted()
  return containers.map((container) => {
    const { started, finished } = told.get(container.id) ?? container
    return {
      ...container,
      ...(started === undefined ? {} : { started }),
      ...(finished === undefined ? {} : { finished }),
    }
  })
}
