import type { StrataApi } from '@shared/contract'
import type { AppCommand } from '@shared/domain/app'
import type { RegistryWait } from '@shared/domain/contents'
import type { DiskMeasure } from '@shared/domain/diskMeasure'
import type { DiskPage } from '@shared/domain/diskPage'
import { packPage } from '@shared/domain/diskPageText'
import type { Endpoint, EngineInfo, EngineStatus } from '@shared/domain/engine'
import type { ImageRow, ImagesChange, ListFreshness } from '@shared/domain/image'
import type { ImageDetails } from '@shared/domain/imageDetails'
import type { ImageLayers } from '@shared/domain/imageLayers'
import { packRows } from '@shared/domain/imageRows'
import type { SearchPage } from '@shared/domain/search'
import { type ImageBases, noBytes } from '@shared/domain/sizes'
import { type AppError, appError } from '@shared/errors'
import type { JobSnapshot, JobsChange } from '@shared/job'
import { err, ok, type Result } from '@shared/result'
import type { Settings } from '@shared/settings'
import { emptyDisk } from '../builders/diskPage'

/** What main holds, as far as a page can tell: tests set it, and tell the page by `emit`. */
export type FakeState = {
  rows: readonly ImageRow[]
  revision: number
  freshness: ListFreshness
  engine: EngineStatus
  endpoints: readonly Endpoint[]
  jobs: readonly JobSnapshot[]
  settings: Settings
  listError: AppError | undefined
  /** Rows on one page of the list. */
  pageSize: number
  /** Ids that carry the label of a label filter. */
  labelled: ReadonlySet<string>
  searchAnswer: Result<SearchPage>
  layersAnswer: Result<ImageLayers>
  bases: ImageBases
  diskPage: DiskPage
  /** Main knows a page before the engine is asked. */
  diskKnown: boolean
  diskFreshness: ListFreshness
  diskMeasure: DiskMeasure
}

export type FakeStrata = {
  readonly api: StrataApi
  readonly state: FakeState
  /** `domain.action` and input of every call, in order. */
  readonly calls: { readonly name: string; readonly input: unknown }[]
  readonly emit: {
    readonly command: (command: AppCommand) => void
    readonly disk: (change: { readonly at: number }) => void
    readonly engine: (status: EngineStatus) => void
    readonly images: (change: ImagesChange) => void
    readonly jobs: (change: JobsChange) => void
    readonly settings: (settings: Settings) => void
    readonly waiting: (wait: RegistryWait) => void
  }
}

export const anEngine: EngineInfo = {
  id: 'ENGINE-1',
  version: '28.5.2',
  apiVersion: '1.51',
  os: 'linux',
  architecture: 'x86_64',
  name: 'workstation',
  store: 'classic',
  storageDriver: 'overlay2',
  rootDir: '/var/lib/docker',
}

export const anEndpoint: Endpoint = {
  id: 'context:default',
  name: 'default',
  source: 'context',
  kind: 'unix',
  host: 'unix:///var/run/docker.sock',
  current: true,
}

export const connected: EngineStatus = {
  endpoint: anEndpoint,
  state: { type: 'connected', since: Date.UTC(2026, 10, 21), engine: anEngine },
}

class Listeners<T> {
  private readonly all = new Set<(payload: T) => void>()
  readonly on = (listener: (payload: T) => void): (() => void) => {
    this.all.add(listener)
    return () => this.all.delete(listener)
  }
  readonly emit = (payload: T): void => {
    for (const listener of this.all) listener(payload)
  }
}

function detailsOf(row: ImageRow): ImageDetails {
  const list = { entrypoint: [], cmd: ['sh'] }
  return {
    id: row.id,
    references: row.tags.map((familiar) => ({ familiar, canonical: `docker.io/library/${familiar}` })),
    digestsWithoutTag: row.tags.length === 0 ? row.digests : [],
    size: row.size,
    platform: row.platform ?? 'linux/amd64',
    command: { argv: ['sh'], ...list, cmdIgnored: false },
    env: [],
    envTotal: 0,
    ports: [],
    volumes: [],
    onBuild: [],
    labels: [],
    labelsTotal: 0,
    layerCount: 1,
    containers: [],
    children: [],
    ...(row.created === undefined ? {} : { created: row.created }),
  }
}

const contentsGone = () => err<never>(appError('CONTENTS_GONE'))
const planGone = err(appError('CLEANUP_PLAN_GONE'))

/** A main process that is not there: answers at once, from memory. */
export function createFakeStrata(
  over: Partial<FakeState> = {},
  contents: Partial<StrataApi['contents']> = {},
): FakeStrata {
  const state: FakeState = {
    rows: [],
    revision: 1,
    freshness: { type: 'live' },
    engine: connected,
    endpoints: [anEndpoint],
    jobs: [],
    settings: {
      theme: 'system',
      density: 'compact',
      undoSeconds: 10,
      pins: [],
      customHosts: [],
      imageViews: [],
      showIntermediate: false,
    },
    listError: undefined,
    pageSize: 3_000,
    labelled: new Set(),
    diskPage: emptyDisk,
    diskKnown: false,
    diskFreshness: { type: 'live' },
    diskMeasure: { type: 'elsewhere' },
    bases: { groups: [], unread: 0 },
    layersAnswer: ok({
      layers: [],
      layerCount: 0,
      emptySteps: [],
      emptyCount: 0,
      alignment: 'exact',
      sharing: [],
      sharingCount: 0,
      unread: 0,
      totals: { image: 0, layers: 0, shared: 0, unique: 0 },
      store: 'classic',
    }),
    searchAnswer: ok({ source: 'hub', results: [], looked: 0 }),
    ...over,
  }
  const diskAnswer = () => ({
    revision: 1,
    at: 0,
    freshness: state.diskFreshness,
    asking: false,
    parts: 1,
    text: JSON.stringify(packPage(state.diskPage)),
  })
  const calls: { name: string; input: unknown }[] = []
  const listeners = {
    command: new Listeners<AppCommand>(),
    disk: new Listeners<{ readonly at: number }>(),
    engine: new Listeners<EngineStatus>(),
    waiting: new Listeners<RegistryWait>(),
    images: new Listeners<ImagesChange>(),
    jobs: new Listeners<JobsChange>(),
    settings: new Listeners<Settings>(),
  }
  const on =
    <In, Out>(name: string, run: (input: In) => Result<Out>) =>
    async (input: In): Promise<Result<Out>> => {
      calls.push({ name, input })
      return run(input)
    }
  const find = (image: string): ImageRow | undefined =>
    state.rows.find((row) => row.id === image || row.tags.includes(image))
  const missing = (image: string) => err<never>(appError('IMAGE_NOT_FOUND', { image }))
  const gone = () => err<never>(appError('JOB_NOT_FOUND'))
  const useEndpoint = (endpoint: Endpoint): Result<EngineStatus> => {
    state.engine = { ...connected, endpoint }
    listeners.engine.emit(state.engine)
    return ok(state.engine)
  }

  const api: StrataApi = {
    app: {
      info: on('app.info', () =>
        ok({ version: '0.1.0', electron: '0', platform: 'linux' as const, dataFolder: '/tmp' }),
      ),
      copy: on('app.copy', ({ text }) => ok({ copied: text.length })),
      saveText: on('app.saveText', ({ suggestedName }) => ok({ saved: true, path: `/tmp/${suggestedName}` })),
      onCommand: listeners.command.on,
    },
    files: {
      describe: on('files.describe', () => err(appError('GRANT_UNKNOWN'))),
      release: on('files.release', () => ok({ released: false })),
      chooseArchive: on('files.chooseArchive', () => ok({})),
      inspectArchive: on('files.inspectArchive', () => err(appError('GRANT_UNKNOWN'))),
      onDropped: () => () => undefined,
    },
    engine: {
      status: on('engine.status', () => ok(state.engine)),
      endpoints: on('engine.endpoints', () => ok(state.endpoints)),
      use: on('engine.use', ({ endpointId }) => {
        const endpoint = state.endpoints.find((candidate) => candidate.id === endpointId)
        return endpoint === undefined ? err(appError('ENDPOINT_UNKNOWN')) : useEndpoint(endpoint)
      }),
      addHost: on('engine.addHost', ({ host }) => {
        if (!/^(unix|npipe|tcp):\/\/|^\//.test(host)) return err(appError('ENDPOINT_INVALID', { host }))
        const endpoint: Endpoint = {
          id: `custom:${host}`,
          name: host,
          source: 'custom',
          kind: 'unix',
          host,
          current: false,
        }
        state.endpoints = [...state.endpoints, endpoint]
        return ok(endpoint)
      }),
      forgetHost: on('engine.forgetHost', ({ endpointId }) => {
        state.endpoints = state.endpoints.filter((endpoint) => endpoint.id !== endpointId)
        return ok(state.endpoints)
      }),
      retry: on('engine.retry', () => ok(state.engine)),
      onChanged: listeners.engine.on,
    },
    images: {
      list: on('images.list', (input) => {
        if (state.listError !== undefined) return err(state.listError)
        const from = input?.cursor ?? 0
        const rows =
          input?.labels === undefined ? state.rows : state.rows.filter((row) => state.labelled.has(row.id))
        const next = from + state.pageSize
        return ok({
          revision: state.revision,
          freshness: state.freshness,
          total: rows.length,
          rows: JSON.stringify(packRows(rows.slice(from, next))),
          ...(next < rows.length ? { next } : {}),
        })
      }),
      inspect: on('images.inspect', ({ image }) => {
        const row = find(image)
        return row === undefined ? missing(image) : ok(detailsOf(row))
      }),
      history: on('images.history', () =>
        ok({ total: 0, from: 0, lines: [], alignment: 'exact' as const, layerCount: 1 }),
      ),
      layers: on('images.layers', () => state.layersAnswer),
      bases: on('images.bases', () => ok(state.bases)),
      sums: on('images.sums', ({ sets }) => {
        const sizes = new Map(state.rows.map((row) => [row.id, row]))
        const bytes = (set: readonly string[], of: (row: ImageRow) => number) => ({
          files: set.flatMap((id) => sizes.get(id) ?? []).reduce((sum, row) => sum + of(row), 0),
          blobs: 0,
        })
        return ok({
          unread: 0,
          sums: sets.map((set) => ({
            count: set.length,
            stored: { ...bytes(set, (row) => row.size), about: [] },
            reclaim: {
              freed: bytes(set, (row) => row.unique ?? row.size),
              staysInBuildCache: noBytes,
              staysInContainers: noBytes,
              staysInImages: bytes(set, (row) => row.size - (row.unique ?? row.size)),
              about: [],
            },
          })),
        })
      }),
      raw: on('images.raw', () => ok({ text: '{}', cutStrings: 0, cutEntries: 0, format: '{{json .}}' })),
      tagPreview: on('images.tagPreview', ({ reference }) =>
        ok({ type: 'invalid' as const, error: appError('REFERENCE_INVALID', { reference }) }),
      ),
      tag: on('images.tag', ({ imageId }) => missing(imageId)),
      removePlan: on('images.removePlan', () => ok({ items: [], missing: [] })),
      remove: on('images.remove', () => ok({ jobId: 'job-1' })),
      refresh: on('images.refresh', () => ok({ revision: state.revision })),
      onChanged: listeners.images.on,
    },
    cleanup: {
      plan: on('cleanup.plan', () => planGone),
      page: on('cleanup.page', () => planGone),
      command: on('cleanup.command', () => planGone),
      run: on('cleanup.run', () => ok({ jobId: 'job-1' })),
      report: on('cleanup.report', ({ jobId }) => err(appError('JOB_NOT_FOUND', { id: jobId }))),
      giveBack: on('cleanup.giveBack', ({ reference }) =>
        err(appError('GIVE_BACK_IMPOSSIBLE', { reference })),
      ),
    },
    transfers: {
      pull: on('transfers.pull', () => ok({ jobId: 'job-1' })),
      push: on('transfers.push', () => ok({ jobId: 'job-1' })),
      save: on('transfers.save', () => ok({ started: true as const, jobId: 'job-1' })),
      load: on('transfers.load', () => ok({ jobId: 'job-1' })),
      importRootfs: on('transfers.importRootfs', () => ok({ jobId: 'job-1' })),
      again: on('transfers.again', () => ok({ jobId: 'job-2' })),
    },
    builds: {
      choose: on('builds.choose', () => ok({})),
      prepare: on('builds.prepare', () => err(appError('GRANT_UNKNOWN'))),
      weigh: on('builds.weigh', () => ok({ type: 'stopped' as const })),
      stopWeighing: on('builds.stopWeighing', () => ok({ stopped: true })),
      start: on('builds.start', () => ok({ jobId: 'job-1' })),
      view: on('builds.view', ({ jobId }) => err(appError('JOB_NOT_FOUND', { id: jobId }))),
      again: on('builds.again', () => ok({ jobId: 'job-2' })),
    },
    runs: {
      run: on('runs.run', () => ok({ jobId: 'job-1' })),
      requestOf: on('runs.requestOf', gone),
      optionsLike: on('runs.optionsLike', ({ container }) =>
        err(appError('CONTAINER_NOT_FOUND', { container })),
      ),
      outdated: on('runs.outdated', () => ok([])),
      stop: on('runs.stop', () => ok({ stopped: true })),
      remove: on('runs.remove', () => ok({ removed: true })),
    },
    search: {
      hub: on('search.hub', () => state.searchAnswer),
      tags: on('search.tags', ({ repository }) => ok({ repository, tags: [] })),
      engine: on('search.engine', () => ok({ source: 'engine' as const, results: [], looked: 0 })),
    },
    contents: {
      choose: on('contents.choose', () => ok({})),
      open: on('contents.open', contentsGone),
      stopOpening: on('contents.stopOpening', () => ok({ stopped: true })),
      state: on('contents.state', contentsGone),
      close: on('contents.close', () => ok({ closed: true })),
      read: on('contents.read', () => ok({ jobId: 'job-1' })),
      layers: on('contents.layers', contentsGone),
      tree: on('contents.tree', contentsGone),
      find: on('contents.find', contentsGone),
      details: on('contents.details', contentsGone),
      waste: on('contents.waste', contentsGone),
      file: on('contents.file', contentsGone),
      fetch: on('contents.fetch', () => ok({ jobId: 'job-1' })),
      saveOut: on('contents.saveOut', () => ok({ started: true as const, jobId: 'job-1' })),
      copy: on('contents.copy', () => ok({ started: true as const, jobId: 'job-1' })),
      ...contents,
      onWaiting: listeners.waiting.on,
    },
    compare: {
      summary: on('compare.summary', contentsGone),
      tree: on('compare.tree', contentsGone),
      find: on('compare.find', contentsGone),
      export: on('compare.export', contentsGone),
    },
    disk: {
      page: on('disk.page', () => ok(diskAnswer())),
      known: on('disk.known', () => ok(state.diskKnown ? { answer: diskAnswer() } : {})),
      part: on('disk.part', () => ok({ text: '' })),
      refresh: on('disk.refresh', () => ok({ revision: 1 })),
      measure: on('disk.measure', () => ok(state.diskMeasure)),
      stopMeasuring: on('disk.stopMeasuring', () => ok({ stopped: true })),
      onChanged: listeners.disk.on,
    },
    jobs: {
      list: on('jobs.list', () => ok(state.jobs)),
      cancel: on('jobs.cancel', gone),
      runNow: on('jobs.runNow', gone),
      log: on('jobs.log', gone),
      dismiss: on('jobs.dismiss', () => ok({ dismissed: true })),
      onChanged: listeners.jobs.on,
    },
    settings: {
      get: on('settings.get', () => ok(state.settings)),
      set: on('settings.set', (change) => {
        state.settings = { ...state.settings, ...change }
        listeners.settings.emit(state.settings)
        return ok(state.settings)
      }),
      onChanged: listeners.settings.on,
    },
  }
  return {
    api,
    state,
    calls,
    emit: {
      command: listeners.command.emit,
      disk: listeners.disk.emit,
      engine: listeners.engine.emit,
      images: listeners.images.emit,
      jobs: listeners.jobs.emit,
      settings: listeners.settings.emit,
      waiting: listeners.waiting.emit,
    },
  }
}
