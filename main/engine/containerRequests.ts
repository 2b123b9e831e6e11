import { AppFailure } from '@shared/errors'
import type { EngineClient } from '../ports/engineClient'
import type { EngineHttp } from './http/engineHttp'
import { readContainerList, readInspectedContainer } from './records/containers'

export type ContainerRequests = Pick<EngineClient, 'listContainers' | 'inspectContainer'>

export function containerRequests(http: EngineHttp): ContainerRequests {
  return {
    listContainers: async ({ signal }) =>
      readContainerList(await http.json({ path: '/containers/json', query: { all: '1' }, signal })),

    async inspectContainer(id, { signal }) {
      const path = `/containers/${encodeURIComponent(id)}/json`
      try {
        const answer = await http.json({
          path,
          subject: { type: 'container', container: id },
          signal,
        })
        return readInspectedContainer(answer)
      } catch (error) {
        if (isGone(error)) return undefined
        throw error
      }
    },
  }
}

function isGone(error: unknown): boolean {
  return (
    error instanceof AppFailure && error.error.code === 'ENGINE_ERROR' && error.error.params.status === 404
  )
}
