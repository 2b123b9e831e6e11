import { basename } from 'node:path'
import { shortId } from '@shared/domain/digest'
import type { JobKind } from '@shared/job'
import { shellWord } from '@shared/shellWord'
import { ellipsis, harmless } from '@shared/text'
import type { PartRecords } from '../files/partRecords'
import type { JobContext, JobOutcome, JobSpec } from '../jobs/job'
import type { JobRegistry } from '../jobs/jobRegistry'
import type { CredentialSource } from '../ports/credentialSource'
import type { EngineClient } from '../ports/engineClient'
import type { EngineSession } from '../ports/engineSession'
import { type ImportOptions, importArchive } from './importArchive'
import { type LoadOptions, loadArchive } from './loadArchive'
import { type PullOptions, pullImage } from './pullImage'
import { type PushOptions, pushImage } from './pushImage'
import { type SaveOptions, saveImages } from './saveImages'
import { fullReference } from './services'

export type TransfersOptions = {
  readonly session: EngineSession
  readonly jobs: JobRegistry
  readonly credentials: CredentialSource
  /** Where a killed app finds what it has half written. */
  readonly parts?: PartRecords
}

type Started = { readonly jobId: string }

/**
 * Moving images, each as a job on the engine of that moment. What is wrong with the input throws at once (REFERENCE_*),
 * the rest is told by the job. `path`s come from grants.
 */
export type Transfers = {
  pull(options: PullOptions): Started
  push(options: PushOptions): Started
  save(options: SaveOptions): Started
  load(options: LoadOptions): Started
  importRootfs(options: ImportOptions): Started
  /** The same again, on the engine of now; undefined for a job that was not started here. */
  again(jobId: string): Started | undefined
}

/** Jobs that can be started again. */
const maxRemembered = 200

export function createTransfers({ session, jobs, credentials, parts }: TransfersOptions): Transfers {
  const remembered = new Map<string, () => Started>()
  const start = (kind: JobKind, spec: (client: EngineClient) => Omit<JobSpec, 'total' | 'unit'>): Started => {
    const { id } = jobs.start(kind, { ...spec(session.client()), total: 0, unit: 'bytes' })
    remembered.set(id, () => start(kind, spec))
    for (const oldest of remembered.keys()) if (remembered.size > maxRemembered) remembered.delete(oldest)
    return { jobId: id }
  }
  return {
    pull: (options) => {
      const { familiar } = fullReference(options.reference)
      const platform = options.platform === undefined ? '' : `--platform ${options.platform} `
      return start('pullImage', (client) => ({
        title: { count: 1, name: shown(familiar) },
        command: `docker pull ${platform}${familiar}`,
        run: async (job) => ({
          result: { type: 'pull', report: await pullImage({ client, credentials }, options, job) },
        }),
      }))
    },

    push: (options) => {
      const names = options.tags.map((tag) => fullReference(`${options.repository}:${tag}`).familiar)
      return start('pushImage', (client) => ({
        title: { count: names.length, name: shown(names[0] ?? options.repository) },
        command: names
          .flatMap((name) => [`docker tag ${shortId(options.imageId)} ${name}`, `docker push ${name}`])
          .join('\n'),
        subjects: [options.imageId],
        run: async (job) => await pushImage({ client, credentials }, options, job),
      }))
    },

    save: (options) =>
      start('saveImages', (client) => ({
        title: { count: options.images.length, name: shown(options.images[0] ?? '') },
        command: `docker save --output ${fileName(options.path)} ${options.images.join(' ')}`,
        run: async (job) => ({
          result: {
            type: 'save',
            report: await saveImages({ client, ...(parts === undefined ? {} : { parts }) }, options, job),
          },
        }),
      })),

    load: (options) =>
      start('loadImages', (client) => ({
        title: { count: 1, name: shown(basename(options.path)) },
        command: `docker load --input ${fileName(options.path)}`,
        run: async (job: JobContext): Promise<JobOutcome> => await loadArchive({ client }, options, job),
      })),

    importRootfs: (options) => {
      const name = options.reference === undefined ? '' : ` ${fullReference(options.reference).familiar}`
      return start('importImage', (client) => ({
        title: { count: 1, name: shown(basename(options.path)) },
        command: `docker import ${changeFlags(options.changes)}${fileName(options.path)}${name}`,
        run: async (job: JobContext): Promise<JobOutcome> => await importArchive({ client }, options, job),
      }))
    },

    again: (jobId) => remembered.get(jobId)?.(),
  }
}

function shown(name: string): string {
  return ellipsis(harmless(name), 80)
}

/** Without its folder, which is nobody's business; quoted for a POSIX shell where it needs to be. */
function fileName(path: string): string {
  const name = harmless(basename(path))
  return /^[\w.+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`
}

function changeFlags(changes: readonly string[] = []): string {
  return changes.map((change) => `--change ${shellWord(harmless(change))} `).join('')
}
