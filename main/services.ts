import { homedir } from 'node:os'
import { join } from 'node:path'
import type { JobSnapshot } from '@shared/job'
import { app, type BrowserWindow, clipboard, nativeTheme } from 'electron'
import { openArchive } from './archive/openArchive'
import { openSaveStream } from './archive/openSaveStream'
import { createBuilds } from './build'
import { createCleanup } from './cleanup'
import { createContents } from './contents'
import { createFetchedFiles } from './contents/places/fetched'
import { inflateFile } from './contents/places/inflateFile'
import { architectureOf, engineInsideOf, neighbourFacts } from './contentsWiring'
import startContentsWorker from './contentsWorker?nodeWorker'
import { createCredentialSource } from './credentials/credentialSource'
import { createDisk } from './disk'
import { createEngineSession } from './engine'
import { createGrants } from './files/grants'
import { createPartRecords } from './files/partRecords'
import { writeFileSafely } from './files/writeFileSafely'
import { createImages } from './images'
import { appHandlers } from './ipc/appHandlers'
import { buildsHandlers } from './ipc/buildsHandlers'
import { cleanupHandlers } from './ipc/cleanupHandlers'
import { compareHandlers, contentsHandlers } from './ipc/contentsHandlers'
import { diskHandlers } from './ipc/diskHandlers'
import { createDispatch, type Dispatch } from './ipc/dispatch'
import { engineHandlers } from './ipc/engineHandlers'
import type { EventSender } from './ipc/events'
import { filesHandlers } from './ipc/filesHandlers'
import { imagesHandlers } from './ipc/imagesHandlers'
import { jobsHandlers } from './ipc/jobsHandlers'
import { runsHandlers } from './ipc/runsHandlers'
import { searchHandlers } from './ipc/searchHandlers'
import { settingsHandlers } from './ipc/settingsHandlers'
import { transfersHandlers } from './ipc/transfersHandlers'
import { JobRegistry } from './jobs/jobRegistry'
import { broughtBy } from './ledger/jobResults'
import { askArchive, askBuildSource, askLayout, askSavePath } from './platform/dialogs'
import type { Log } from './platform/log'
import { parseHubEndpoint } from './registry/hubEndpoint'
import { createHubDoor } from './registry/openHub'
import { createRegistryDoor } from './registry/openRegistry'
import { createRuns } from './run'
import { createSearch } from './search'
import { createSettings } from './settings/settings'
import type { SettingsFile } from './settings/settingsFile'
import { createTransfers } from './transfers'
import { lookInto } from './transfers/tar/lookInto'

export type ServicesWorld = {
  readonly folder: string
  readonly file: SettingsFile
  readonly log: Log
  readonly events: EventSender
  readonly window: () => BrowserWindow | undefined
}

export type Services = {
  readonly dispatch: Dispatch
  readonly dropped: (paths: unknown) => Promise<void>
  /** The person is back at the window. */
  readonly focused: () => void
  readonly runningJobs: () => readonly JobSnapshot[]
  /** Cancels jobs and waits for their ends, lets go of the engine. */
  readonly close: () => Promise<void>
}

/** How long a plan waits for layers that nobody has read yet, in ms: its sums say "about" without them. */
const planPatience = 5_000

/** Indexes of layers on the disk: about 100 bytes a file. */
const indexCapBytes = 1_000_000_000
/** Whole images on the disk, so that files can be read out of them. */
const filesCapBytes = 20_000_000_000

/** The other half of main.ts: everything that the first paint does not need, loaded after the window. */
export function startServices({ folder, file, log, events, window }: ServicesWorld): Services {
  const settings = createSettings(file)
  const jobs = new JobRegistry()
  const grants = createGrants()
  const { customHosts, endpointId } = settings.get()
  const machine = { env: process.env, homedir: homedir(), platform: process.platform }
  const engine = createEngineSession({
    ...machine,
    customHosts,
    endpointId,
    log: log.info,
  })
  const images = createImages({
    session: engine,
    jobs,
    cacheFolder: join(folder, 'image-cache'),
    undoSeconds: () => settings.get().undoSeconds,
    log: log.info,
  })
  const disk = createDisk({
    session: engine,
    images,
    book: images.sizes,
    cacheFolder: join(folder, 'image-cache'),
  })
  const parts = createPartRecords(join(folder, 'half-written'))
  const cleaned = parts.clean().then((count) => {
    if (count > 0) log.info(`${count} half-written files of an earlier run were removed`)
  })
  const credentials = createCredentialSource(machine)
  const transfers = createTransfers({ session: engine, jobs, credentials, parts })
  const cleanup = createCleanup({
    session: engine,
    jobs,
    images: {
      now: async (signal) => await images.now(signal),
      family: images.family,
      tag: async (input) => await images.tag(input),
    },
    pull: (options) => transfers.pull(options),
    sizes: async (asked) => await images.sizes.view({ patience: planPatience, holders: 'fresh', ...asked }),
    originOf: (id) => images.origin(id)?.repoDigest,
    settings: () => settings.get(),
  })
  const builds = createBuilds({ session: engine, jobs, grants, credentials })
  const hub = createHubDoor({ env: process.env, userAgent: `Strata/${app.getVersion()}` })
  const search = createSearch({
    session: engine,
    endpoint: () => settings.get().hubEndpoint,
    open: hub.open,
  })

  const registry = createRegistryDoor({ env: process.env, userAgent: `Strata/${app.getVersion()}` })
  const contents = createContents({
    session: engine,
    jobs,
    spawn: () =>
      startContentsWorker({ workerData: { folder: join(folder, 'layer-index'), capBytes: indexCapBytes } }),
    fetched: createFetchedFiles({
      folder: join(folder, 'image-files'),
      capBytes: filesCapBytes,
      parts,
      inflate: inflateFile,
    }),
    parts,
    openArchive,
    openSaveStream,
    openRegistry: (reference, asked) => registry.reader().open(reference, asked),
    onWait: (waiting) => events.send('contents', 'waiting', waiting),
    inside: async (image, asked) => engineInsideOf(await images.inside(image, asked)),
    neighbours: async (diffIds, asked) => neighbourFacts(await images.neighbours(diffIds, asked)),
    pathOf: (grant) => grants.find(grant).path,
    platform: `linux/${architectureOf(process.arch)}`,
    log: log.info,
  })
  // Nothing is written before what an earlier run left is gone.
  const askCleanPath = async (name: string): Promise<string | undefined> => {
    await cleaned
    return await askSavePath(window(), name)
  }
  const contentsDoor = {
    contents,
    grants,
    ask: async (kind: 'archive' | 'layout') =>
      kind === 'archive' ? await askArchive(window()) : await askLayout(window()),
    askSavePath: askCleanPath,
    writeFile: writeFileSafely,
  }

  settings.onChanged((changed) => {
    nativeTheme.themeSource = changed.theme
    events.send('settings', 'changed', changed)
  })
  jobs.onChange((change) => {
    events.send('jobs', 'changed', change)
    for (const brought of change.updated.flatMap(broughtBy)) images.brought(brought)
  })

  engine.onStatus((status) => events.send('engine', 'changed', status))

  images.onChange((change) => events.send('images', 'changed', change))
  disk.onChange(() => events.send('disk', 'changed', { at: Date.now() }))

  const dispatch = createDispatch(
    {
      app: appHandlers({
        info: {
          version: app.getVersion(),
          electron: process.versions.electron,
          platform: platform(),
          dataFolder: folder,
        },
        writeClipboard: async (text) => await clipboard.writeText(text),
        askSavePath: async (name) => await askSavePath(window(), name),
        writeFile: writeFileSafely,
      }),
      files: filesHandlers({
        grants,
        askArchive: async () => await askArchive(window()),
        lookInto,
      }),
      jobs: jobsHandlers(jobs),
      settings: settingsHandlers(settings, parseHubEndpoint),
      engine: engineHandlers(engine, settings),
      images: imagesHandlers(images),
      cleanup: cleanupHandlers(cleanup),
      transfers: transfersHandlers({
        transfers,
        grants,
        askSavePath: askCleanPath,
      }),
      builds: buildsHandlers({
        builds,
        grants,
        ask: async (kind) => await askBuildSource(window(), kind),
      }),
      runs: runsHandlers(createRuns({ session: engine, jobs })),
      search: searchHandlers(search),
      disk: diskHandlers(disk),
      contents: contentsHandlers(contentsDoor),
      compare: compareHandlers(contentsDoor),
    },
    log.bug,
  )
  engine.start()
  return {
    dispatch,
    dropped: async (paths) => events.send('files', 'dropped', await grants.issueAll(paths)),
    focused: () => images.lookAgain(),
    runningJobs: () => jobs.running(),
    close: async () => {
      await jobs.close()
      await contents.closeAll()
      await disk.close()
      await images.close()
      hub.close()
      registry.close()
      engine.close()
    },
  }
}

function platform(): 'linux' | 'darwin' | 'win32' {
  return process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux'
}
