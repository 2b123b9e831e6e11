import type { CallInput } from '@shared/contract'
import type { ContextWeight } from '@shared/domain/build'
import type { BuildPreparation } from '@shared/domain/buildForm'
import { skipToken, useQuery } from '@tanstack/react-query'
import { strata, unwrap } from './client'
import { type Loaded, loaded, useEngine } from './hooks'
import { keys } from './keys'

type AskedBuild = CallInput<'builds', 'prepare'>

/** Files change while nobody looks: read anew whenever a form opens. The engine decides which builder it is. */
export function useBuildPreparation(asked: AskedBuild): Loaded<BuildPreparation> {
  const endpointId = useEngine().data?.endpoint.id ?? ''
  return loaded(
    useQuery({
      queryKey: keys.buildForm({ ...asked, endpointId }),
      queryFn: () => unwrap(strata().builds.prepare(asked)),
      staleTime: 0,
      gcTime: 0,
      structuralSharing: false,
    }),
  )
}

/** Undefined data without an error: still weighing, or another form was weighed meanwhile. */
export function useBuildWeight(asked: AskedBuild, enabled: boolean): Loaded<ContextWeight | null> {
  const endpointId = useEngine().data?.endpoint.id ?? ''
  return loaded(
    useQuery({
      queryKey: keys.buildWeight({ ...asked, endpointId }),
      queryFn: enabled
        ? async () => {
            const answer = await unwrap(strata().builds.weigh(asked))
            return answer.type === 'weighed' ? answer.weight : null
          }
        : skipToken,
      staleTime: 0,
      gcTime: 0,
      structuralSharing: false,
    }),
  )
}
