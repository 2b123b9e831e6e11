import { shortId } from '@shared/domain/digest'
import { type OutdatedContainer, type RunOptions, type RunRequest, runCommandLine } from '@shared/domain/run'
import { ellipsis, harmless } from '@shared/text'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { EngineSession } from '../ports/engineSession'
import { checkRun } from './conflicts'
import { outdatedContainers } from './outdated'
import { optionsLike, removeContainer, stopContainer } from './ownContainers'
import { isPortFree } from './portProbe'
import { runContainer } from './runContainer'

export type RunsOptions = { readonly session: EngineSession; readonly jobs: JobRegistry }

type Asked = { readonly signal?: AbortSignal }
/** `named`: the person chose this very container; others are touched only when Strata started them. */
type Chosen = { readonly container: string; readonly named: boolean }

/** Running images to check them. All throw AppFailure. */
export type Runs = {
  /**
   * A job whose log is the output. What is in the way (a name, a port) is found before it begins, and nothing is made.
   * `replace`: the container that the person named to give way.
   */
  run(request: RunRequest, asked?: Asked): Promise<{ readonly jobId: string }>
  /** What a job was asked to run; undefined when it is not known any more. */
  requestOf(jobId: string): RunRequest | undefined
  /** The settings of a container for another image: what "run again with the new image" begins with. */
  optionsLike(
    input: { readonly container: string; readonly image: string },
    asked?: Asked,
  ): Promise<RunOptions>
  /** Containers that still run an older image of one of this image's names. */
  outdated(input: { readonly image: string }, asked?: Asked): Promise<readonly OutdatedContainer[]>
  stop(input: Chosen, asked?: Asked): Promise<void>
  remove(input: Chosen, asked?: Asked): Promise<void>
}

/** Requests that are remembered: as many as jobs are. */
const maxRemembered = 200

export function createRuns({ session, jobs }: RunsOptions): Runs {
  const requests = new Map<string, RunRequest>()
  return {
    async run(request, { signal } = {}) {
      const client = session.client()
      // Ports are this machine's only where the engine is.
      const isHere = client.endpoint.kind === 'unix' || client.endpoint.kind === 'npipe'
      const services = { engine: client.runs, ...(isHere ? { isPortFree } : {}) }
      await checkRun(services, request, { signal })
      const remove = request.replace === undefined ? '' : `docker rm --force ${shortened(request.replace)}\n`
      const { id } = jobs.start('runContainer', {
        title: { count: 1, name: ellipsis(harmless(request.name ?? request.image), 80) },
        command: remove + runCommandLine(request),
        total: 0,
        unit: 'images',
        run: async (job) => await runContainer(services, request, job),
      })
      requests.set(id, request)
      for (const old of [...requests.keys()].slice(0, -maxRemembered)) requests.delete(old)
      return { jobId: id }
    },
    requestOf: (jobId) => requests.get(jobId),
    optionsLike: async ({ container, image }, { signal } = {}) =>
      await optionsLike(session.client(), container, image, { signal }),
    outdated: async ({ image }, { signal } = {}) =>
      await outdatedContainers(session.client(), image, { signal }),
    stop: async ({ container, named }, { signal } = {}) =>
      await stopContainer(session.client().runs, container, { named, signal }),
    remove: async ({ container, named }, { signal } = {}) =>
      await removeContainer(session.client().runs, container, { named, signal }),
  }
}

/** A whole id as people write it. */
function shortened(container: string): string {
  return /^[0-9a-f]{64}$/.test(container) ? shortId(container) : container
}
