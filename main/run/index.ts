import { type RunOptions, runCommandLine } from '@shared/domain/run'
import { ellipsis, harmless } from '@shared/text'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { EngineSession } from '../ports/engineSession'
import { optionsLike, removeContainer, stopContainer } from './ownContainers'
import { isPortFree } from './portProbe'
import { type RunRequest, runContainer } from './runContainer'

export type RunsOptions = { readonly session: EngineSession; readonly jobs: JobRegistry }

type Asked = { readonly signal?: AbortSignal }

/** Running images to check them. All throw AppFailure. */
export type Runs = {
  /** A job whose log is the output. `replace`: the container that the person named to give way. */
  run(request: RunRequest): { readonly jobId: string }
  /** The settings of a container for another image: what "run again with the new image" begins with. */
  optionsLike(
    input: { readonly container: string; readonly image: string },
    asked?: Asked,
  ): Promise<RunOptions>
  stop(input: { readonly container: string }, asked?: Asked): Promise<void>
  /** `named`: the person chose this very container; others are removed only when Strata started them. */
  remove(input: { readonly container: string; readonly named: boolean }, asked?: Asked): Promise<void>
}

export function createRuns({ session, jobs }: RunsOptions): Runs {
  return {
    run(request) {
      const client = session.client()
      // Ports are this machine's only where the engine is.
      const isHere = client.endpoint.kind === 'unix' || client.endpoint.kind === 'npipe'
      const services = { engine: client.runs, ...(isHere ? { isPortFree } : {}) }
      const remove = request.replace === undefined ? '' : `docker rm --force ${request.replace}\n`
      const { id } = jobs.start('runContainer', {
        title: { count: 1, name: ellipsis(harmless(request.name ?? request.image), 80) },
        command: remove + runCommandLine(request),
        total: 0,
        unit: 'images',
        run: async (job) => await runContainer(services, request, job),
      })
      return { jobId: id }
    },
    optionsLike: async ({ container, image }, { signal } = {}) =>
      await optionsLike(session.client(), container, image, { signal }),
    stop: async ({ container }, { signal } = {}) =>
      await stopContainer(session.client().runs, container, { signal }),
    remove: async ({ container, named }, { signal } = {}) =>
      await removeContainer(session.client().runs, container, { named, signal }),
  }
}
