import { z } from 'zod'
import type { AppCommand, AppInfo } from './domain/app'
import type { ArchiveLook } from './domain/archive'
import type { BuildPreparation, Weighing } from './domain/buildForm'
import type { BuildPart } from './domain/buildPart'
import type { CleanupPlanPage, CleanupRows, GivenBack } from './domain/cleanup'
import { cleanupRequestSchema } from './domain/cleanupRequest'
import type { CompareRows, CompareSummary } from './domain/compare'
import type {
  FileView,
  LayersView,
  NodeDetails,
  OpenedImage,
  RegistryWait,
  RowFound,
  TreeRows,
  WasteReport,
} from './domain/contents'
import type { DiskMeasure } from './domain/diskMeasure'
import type { DiskPageAnswer } from './domain/diskPage'
import type { Endpoint, EngineStatus } from './domain/engine'
import type { ChosenFile, FileGrant, FilesDrop } from './domain/files'
import type { ImageListPage, ImagesChange } from './domain/image'
import type { ImageDetails, RawInspect } from './domain/imageDetails'
import { imageFilterSchema } from './domain/imageFilter'
import type { ImageHistory } from './domain/imageHistory'
import type { ImageLayers } from './domain/imageLayers'
import type { RemovalPlan } from './domain/removal'
import type { OutdatedContainer, RunOptions, RunRequest } from './domain/run'
import { runRequestSchema } from './domain/runSchema'
import { type HubTagsPage, hubTagsQuerySchema, type SearchPage, searchQuerySchema } from './domain/search'
import type { ImageBases, ImageSums } from './domain/sizes'
import type { TagOutcome, TagPreview } from './domain/tagging'
import { maxSavedImages, type SaveStart } from './domain/transfer'
import type { JobLog, JobSnapshot, JobsChange } from './job'
import type { Result } from './result'
import { type Settings, settingsPatchSchema } from './settings'

/** Outputs are made by our own main process and typed; inputs come from a page and are checked. */
type Call<In extends z.ZodType, Out> = { readonly input: In; readonly output: (value: Out) => Out }

function call<In extends z.ZodType, Out>(input: In, output: (value: Out) => Out): Call<In, Out> {
  return { input, output }
}

const out =
  <T>() =>
  (value: T): T =>
    value

const nothing = z.object({}).strict().optional()
const imageId = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const referenceText = z.string().min(1).max(512)
const jobId = z.string().min(1).max(64)
const planId = z.string().min(1).max(64)
/** Name or id of a container. */
const container = z.string().min(1).max(255)
const tagName = z.string().min(1).max(128)
const platform = z.string().regex(/^[a-z0-9_]{1,32}(?:\/[a-z0-9_.]{1,32}){1,2}$/)
/** At most this many tags in one push. */
const maxPushedTags = 200
const fileGrant = z.string().min(1).max(64)

/** One of the Dockerfiles that a preparation named, or a file that the person chose elsewhere. */
const dockerfileChoice = z.union([
  z.object({ name: z.string().min(1).max(4096) }).strict(),
  z.object({ grant: fileGrant }).strict(),
])
const buildContext = { grant: fileGrant, dockerfile: dockerfileChoice.optional() }
const buildPairs = z
  .array(z.object({ name: z.string().min(1).max(300), value: z.string().max(65_536) }).strict())
  .max(200)

const handle = z.string().min(1).max(64)
const imagePlace = z.discriminatedUnion('type', [
  z.object({ type: z.literal('engine'), image: referenceText }).strict(),
  z.object({ type: z.literal('file'), grant: fileGrant }).strict(),
  z.object({ type: z.literal('registry'), reference: referenceText }).strict(),
])
const layer = z.number().int().min(0).max(10_000)
const node = z.number().int().min(0)
/** Rows in one answer. */
const rowCount = z.number().int().min(1).max(1_000)
const openFolders = z.object({ all: z.boolean(), except: z.array(node).max(100_000) }).strict()
const fileSort = z.enum(['name', 'size'])
const nameFilter = z.string().max(4_096)
const treeQuery = z
  .object({
    layer,
    mode: z.enum(['stack', 'changes']),
    filter: z
      .object({
        name: nameFilter.optional(),
        changes: z
          .array(z.enum(['added', 'changed', 'metadata', 'removed']))
          .max(4)
          .optional(),
        atLeast: z.number().min(0).optional(),
      })
      .strict()
      .optional(),
    sort: fileSort,
    open: openFolders,
  })
  .strict()
const compareQuery = z
  .object({
    filter: z
      .object({
        name: nameFilter.optional(),
        changes: z
          .array(z.enum(['added', 'removed', 'changed', 'metadata', 'moved']))
          .max(5)
          .optional(),
        atLeast: z.number().min(0).optional(),
      })
      .strict()
      .optional(),
    sort: fileSort,
    open: openFolders,
  })
  .strict()
const bothSides = { left: handle, right: handle }

const removalTarget = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reference'), reference: referenceText, imageId }).strict(),
  z.object({ type: z.literal('image'), imageId }).strict(),
])
const removalStep = z
  .object({ target: removalTarget, force: z.boolean(), expected: z.enum(['deleted', 'untagged']) })
  .strict()

/** At most this many targets in one plan or job. */
export const maxTargets = 20_000

export const calls = {
  app: {
    info: call(nothing, out<AppInfo>()),
    /** Puts plain text on the clipboard: pages have no clipboard permission. At most 16 MB. */
    copy: call(z.object({ text: z.string().max(16_000_000) }).strict(), out<{ copied: number }>()),
    /** Asks where to save, then writes through `.part` and rename. `saved: false` when the user thought better of it. */
    saveText: call(
      z.object({ suggestedName: z.string().min(1).max(200), text: z.string().max(64_000_000) }).strict(),
      out<{ saved: boolean; path?: string }>(),
    ),
  },
  /** The user's files: a path never comes from a page, it names a grant that main issued (GRANT_UNKNOWN otherwise). */
  files: {
    describe: call(z.object({ grant: fileGrant }).strict(), out<FileGrant>()),
    release: call(z.object({ grant: fileGrant }).strict(), out<{ released: boolean }>()),
    /** Asks which archive to open. Nothing in it when the user thought better of it. */
    chooseArchive: call(nothing, out<ChosenFile>()),
    /** What a file is: saved images with their names, the files of a container, or neither. Needs no engine. */
    inspectArchive: call(z.object({ grant: fileGrant }).strict(), out<ArchiveLook>()),
  },
  engine: {
    status: call(nothing, out<EngineStatus>()),
    endpoints: call(nothing, out<readonly Endpoint[]>()),
    use: call(z.object({ endpointId: z.string().min(1).max(4096) }).strict(), out<EngineStatus>()),
    /** `unix:///path`, `npipe:////./pipe/name`, `tcp://host:port`, or a bare path of a socket. */
    addHost: call(z.object({ host: z.string().min(1).max(4096) }).strict(), out<Endpoint>()),
    forgetHost: call(
      z.object({ endpointId: z.string().min(1).max(4096) }).strict(),
      out<readonly Endpoint[]>(),
    ),
    retry: call(nothing, out<EngineStatus>()),
  },
  images: {
    list: call(
      imageFilterSchema
        .extend({ cursor: z.number().int().min(0).optional() })
        .strict()
        .optional(),
      out<ImageListPage>(),
    ),
    /** Takes an id, a short id, or any reference. */
    inspect: call(z.object({ image: referenceText }).strict(), out<ImageDetails>()),
    history: call(
      z.object({ image: referenceText, from: z.number().int().min(0).optional() }).strict(),
      out<ImageHistory>(),
    ),
    layers: call(z.object({ image: referenceText }).strict(), out<ImageLayers>()),
    /** For selections and groups. Waits for unread layers a moment only; the sums then say so. */
    sums: call(
      z
        .object({
          sets: z
            .array(z.array(imageId))
            .max(maxTargets)
            .refine((sets) => sets.reduce((count, set) => count + set.length, 0) <= maxTargets),
        })
        .strict(),
      out<ImageSums>(),
    ),
    /** Who was made from whom: by the classic builder's record, else by layers. */
    bases: call(nothing, out<ImageBases>()),
    /** `path`: `.Config.Env`, `.RootFS.Layers[0]`, `.Config.Labels["a.b"]`; empty for the whole. */
    raw: call(
      z.object({ image: referenceText, path: z.string().max(1024).optional() }).strict(),
      out<RawInspect>(),
    ),
    tagPreview: call(z.object({ imageId, reference: z.string().max(512) }).strict(), out<TagPreview>()),
    /** `expectedOwner`: who has the tag according to the preview; when that changed meanwhile nothing is done (IMAGE_CHANGED). */
    tag: call(
      z.object({ imageId, reference: referenceText, expectedOwner: imageId.optional() }).strict(),
      out<TagOutcome>(),
    ),
    removePlan: call(
      z.object({ targets: z.array(removalTarget).min(1).max(maxTargets) }).strict(),
      out<RemovalPlan>(),
    ),
    /** Starts a job that first waits `undoSeconds` (settings by default) untouched. */
    remove: call(
      z
        .object({
          steps: z.array(removalStep).min(1).max(maxTargets),
          undoSeconds: z.number().min(0).max(120).optional(),
        })
        .strict(),
      out<{ jobId: string }>(),
    ),
    refresh: call(nothing, out<{ revision: number }>()),
  },
  /** Plans of what goes, and their carrying out. A plan is remembered for a while by its id (CLEANUP_PLAN_GONE after that). */
  cleanup: {
    /** The summary and the first lines; INPUT_INVALID {field} for a malformed glob. */
    plan: call(cleanupRequestSchema, out<CleanupPlanPage>()),
    page: call(z.object({ planId, cursor: z.number().int().min(0) }).strict(), out<CleanupPlanPage>()),
    /** The docker commands that do the same. */
    command: call(z.object({ planId }).strict(), out<{ text: string }>()),
    /**
     * Starts a job (`cleanUp`) that first waits `undoSeconds` (settings by default) untouched. `except`: unticked since, as in the
     * request; the plan without them is made of the same facts and carried out.
     */
    run: call(
      z
        .object({
          planId,
          except: z.array(z.string().min(1).max(512)).max(maxTargets).optional(),
          undoSeconds: z.number().min(0).max(120).optional(),
        })
        .strict(),
      out<{ jobId: string }>(),
    ),
    /** What became of each line of a cleanup job. JOB_NOT_FOUND when that is forgotten. */
    report: call(
      z.object({ jobId, cursor: z.number().int().min(0).optional() }).strict(),
      out<CleanupRows>(),
    ),
    /** A name that the job took. IMAGE_CHANGED when another image has it now, GIVE_BACK_IMPOSSIBLE when nothing can. */
    giveBack: call(z.object({ jobId, reference: referenceText }).strict(), out<GivenBack>()),
  },
  /** Images on the move, each as a job. */
  transfers: {
    /** `reference` as typed: `ubuntu`, `localhost:5000/app:1`, `app@sha256:...`. */
    pull: call(
      z.object({ reference: referenceText, platform: platform.optional() }).strict(),
      out<{ jobId: string }>(),
    ),
    /**
     * Gives the image these tags in `repository` and pushes them. `owners`: who has such a name now as it was shown; when
     * that changed meanwhile nothing is done (IMAGE_CHANGED).
     */
    push: call(
      z
        .object({
          imageId,
          repository: referenceText,
          tags: z.array(tagName).min(1).max(maxPushedTags),
          owners: z
            .array(z.object({ tag: tagName, imageId }).strict())
            .max(maxPushedTags)
            .optional(),
        })
        .strict(),
      out<{ jobId: string }>(),
    ),
    /**
     * Several references or ids into one file. Asks where, then starts the job; `started: false` when the user thought
     * better of it.
     */
    save: call(
      z
        .object({
          images: z.array(referenceText).min(1).max(maxSavedImages),
          suggestedName: z.string().min(1).max(200),
        })
        .strict(),
      out<SaveStart>(),
    ),
    load: call(z.object({ grant: fileGrant }).strict(), out<{ jobId: string }>()),
    /** The files of a container as an image of one layer; what `docker save` wrote is noticed and loaded instead. */
    importRootfs: call(
      z
        .object({
          grant: fileGrant,
          reference: referenceText.optional(),
          platform: platform.optional(),
          /** Dockerfile instructions, one a line: see `parseChanges`. */
          changes: z.string().max(64_000).optional(),
        })
        .strict(),
      out<{ jobId: string }>(),
    ),
    /** The same again, on the engine of now. */
    again: call(z.object({ jobId }).strict(), out<{ jobId: string }>()),
  },
  /** Images made from a Dockerfile and its context: a folder, or the folder of a file that was chosen. */
  builds: {
    /** Asks the system for a folder or a file; nothing when the person thought better of it. */
    choose: call(
      z.object({ kind: z.enum(['folder', 'dockerfile']) }).strict(),
      out<{ chosen?: FileGrant }>(),
    ),
    /** Reads the Dockerfile, not the context. */
    prepare: call(z.object(buildContext).strict(), out<BuildPreparation>()),
    /** Walks the context; the last one asked for stops those before. CONTEXT_* */
    weigh: call(z.object(buildContext).strict(), out<Weighing>()),
    stopWeighing: call(nothing, out<{ stopped: boolean }>()),
    start: call(
      z
        .object({
          ...buildContext,
          tags: z.array(referenceText).max(100),
          target: z.string().max(300).optional(),
          buildArgs: buildPairs,
          labels: buildPairs.optional(),
          noCache: z.boolean(),
          pull: z.boolean(),
          platform: platform.optional(),
          networkMode: z.enum(['default', 'none', 'host']).optional(),
          /** The person was shown the foreign frontend and agreed. */
          foreignFrontend: z.boolean().optional(),
        })
        .strict(),
      out<{ jobId: string }>(),
    ),
    /**
     * What the page lacks: `after` is the revision that it has, `held` how much output of which steps. JOB_NOT_FOUND for a
     * build that is too long ago.
     */
    view: call(
      z
        .object({
          jobId,
          after: z.number().int().min(0).optional(),
          held: z
            .array(z.object({ step: z.string().max(512), lines: z.number().int().min(0) }).strict())
            .max(5_000)
            .optional(),
        })
        .strict(),
      out<BuildPart>(),
    ),
    /** The same again, on the engine of now. */
    again: call(z.object({ jobId }).strict(), out<{ jobId: string }>()),
  },
  /** Running an image to check it; containers are touched only when Strata started them or the person named them. */
  runs: {
    run: call(runRequestSchema, out<{ jobId: string }>()),
    /** What a job was asked to run. */
    requestOf: call(z.object({ jobId }).strict(), out<RunRequest>()),
    optionsLike: call(z.object({ container, image: referenceText }).strict(), out<RunOptions>()),
    outdated: call(z.object({ image: referenceText }).strict(), out<readonly OutdatedContainer[]>()),
    stop: call(z.object({ container, named: z.boolean() }).strict(), out<{ stopped: boolean }>()),
    remove: call(z.object({ container, named: z.boolean() }).strict(), out<{ removed: boolean }>()),
  },
  /** Asked on purpose only, never while someone types. */
  search: {
    /** Docker Hub, or what the settings name in its place. */
    hub: call(searchQuerySchema, out<SearchPage>()),
    tags: call(hubTagsQuerySchema, out<HubTagsPage>()),
    /** By the engine's own network. */
    engine: call(searchQuerySchema, out<SearchPage>()),
  },
  /**
   * What is inside an image, wherever it is: read layer by layer, with no engine where none is needed. An opened image has a
   * handle (CONTENTS_GONE when main has forgotten it: open it again); tree, waste and files are there once it is `ready`
   * (CONTENTS_UNREAD before).
   */
  contents: {
    /** Asks for a tar, or for a folder with an OCI layout. Nothing in it when the person thought better of it. */
    choose: call(z.object({ kind: z.enum(['archive', 'layout']) }).strict(), out<ChosenFile>()),
    /** `choice`: the `id` of one of the place's images; without it the one for this machine, else the first. */
    open: call(
      z.object({ place: imagePlace, choice: z.string().min(1).max(200).optional() }).strict(),
      out<OpenedImage>(),
    ),
    /** Calls off what is being opened there: it answers CONTENTS_STOPPED. */
    stopOpening: call(z.object({ place: imagePlace }).strict(), out<{ stopped: boolean }>()),
    state: call(z.object({ handle }).strict(), out<OpenedImage>()),
    close: call(z.object({ handle }).strict(), out<{ closed: boolean }>()),
    /**
     * Starts a job (`readImage`) that indexes what is not indexed yet. `also`: other images of the same engine, read in the
     * same save. `raise`: a limit that the person raised, times 10 each.
     */
    read: call(
      z
        .object({
          handle,
          also: z.array(handle).max(16).optional(),
          raise: z.number().int().min(0).max(3).optional(),
        })
        .strict(),
      out<{ jobId: string }>(),
    ),
    layers: call(z.object({ handle }).strict(), out<LayersView>()),
    tree: call(
      z.object({ handle, query: treeQuery, from: z.number().int().min(0), count: rowCount }).strict(),
      out<TreeRows>(),
    ),
    /** Where the rows of a path are: opens nothing. -1 when the query does not show it. */
    find: call(z.object({ handle, query: treeQuery, node }).strict(), out<RowFound>()),
    details: call(z.object({ handle, layer, node }).strict(), out<NodeDetails>()),
    waste: call(z.object({ handle }).strict(), out<WasteReport>()),
    /** At most 256 KiB of a file as the stack up to `layer` shows it. */
    file: call(
      z
        .object({
          handle,
          layer,
          node,
          from: z.number().int().min(0),
          count: z.number().int().min(1).max(262_144),
        })
        .strict(),
      out<FileView>(),
    ),
    /** Starts a job (`fetchFiles`): one save of an engine's image into a capped disk cache, after which its files can be read. */
    fetch: call(z.object({ handle }).strict(), out<{ jobId: string }>()),
    /** Asks where, then starts a job (`saveFiles`). A folder is saved with all below it. */
    saveOut: call(z.object({ handle, layer, node }).strict(), out<SaveStart>()),
    /**
     * Into a file (asks where) or the engine of now: a job (`copyImage`). `what`: the open image alone, or all that its place
     * holds, index and attestations as they are.
     */
    copy: call(
      z
        .object({ handle, to: z.enum(['file', 'engine']), what: z.enum(['image', 'all']).optional() })
        .strict(),
      out<SaveStart>(),
    ),
  },
  /** Two opened images beside each other, both `ready`. */
  compare: {
    summary: call(z.object(bothSides).strict(), out<CompareSummary>()),
    tree: call(
      z
        .object({ ...bothSides, query: compareQuery, from: z.number().int().min(0), count: rowCount })
        .strict(),
      out<CompareRows>(),
    ),
    find: call(z.object({ ...bothSides, query: compareQuery, node }).strict(), out<RowFound>()),
    /** Asks where, then writes all differences. */
    export: call(
      z.object({ ...bothSides, format: z.enum(['text', 'json']) }).strict(),
      out<{ saved: boolean; path?: string }>(),
    ),
  },
  disk: {
    /** What is known; the engine is asked anew when something happened since. `has`: the revision that the page holds. */
    page: call(
      z
        .object({ has: z.number().int().min(0).optional() })
        .strict()
        .optional(),
      out<DiskPageAnswer>(),
    ),
    /** The same without asking the engine: for whoever may look soon. No answer while nothing is known. */
    known: call(nothing, out<{ answer?: DiskPageAnswer }>()),
    /** The rest of a long page; empty when the page has moved on. */
    part: call(
      z.object({ revision: z.number().int().min(0), part: z.number().int().min(1).max(1_000) }).strict(),
      out<{ text: string }>(),
    ),
    /** Asks the engine now and waits for all that it tells. */
    refresh: call(nothing, out<{ revision: number }>()),
    /** Looks through the engine's data root, where this machine has it; the last one asked for stops those before. */
    measure: call(nothing, out<DiskMeasure>()),
    stopMeasuring: call(nothing, out<{ stopped: boolean }>()),
  },
  jobs: {
    list: call(nothing, out<readonly JobSnapshot[]>()),
    cancel: call(z.object({ id: jobId }).strict(), out<JobSnapshot>()),
    /** Ends the time to think of a waiting job. */
    runNow: call(z.object({ id: jobId }).strict(), out<JobSnapshot>()),
    log: call(z.object({ id: jobId, from: z.number().int().min(0) }).strict(), out<JobLog>()),
    dismiss: call(z.object({ id: jobId }).strict(), out<{ dismissed: boolean }>()),
  },
  settings: {
    get: call(nothing, out<Settings>()),
    set: call(settingsPatchSchema, out<Settings>()),
  },
} as const

const event =
  <T>() =>
  (value: T): T =>
    value

export const events = {
  /** A command of the application menu or of the system that the page carries out. */
  app: { command: event<AppCommand>() },
  /** A registry asks to wait; over when its time has come. */
  contents: { waiting: event<RegistryWait>() },
  /** There is something newer to ask for. */
  disk: { changed: event<{ readonly at: number }>() },
  engine: { changed: event<EngineStatus>() },
  /** Something was dropped on the window; the preload told main its paths, the page gets grants. */
  files: { dropped: event<FilesDrop>() },
  images: { changed: event<ImagesChange>() },
  jobs: { changed: event<JobsChange>() },
  settings: { changed: event<Settings>() },
} as const

export type Calls = typeof calls
export type Events = typeof events
export type CallDomain = keyof Calls
export type CallInput<D extends CallDomain, A extends keyof Calls[D]> = Calls[D][A] extends {
  readonly input: infer In extends z.ZodType
}
  ? z.input<In>
  : never
export type CallParsed<D extends CallDomain, A extends keyof Calls[D]> = Calls[D][A] extends {
  readonly input: infer In extends z.ZodType
}
  ? z.output<In>
  : never
export type CallOutput<D extends CallDomain, A extends keyof Calls[D]> = Calls[D][A] extends {
  readonly output: (value: infer Out) => unknown
}
  ? Out
  : never
export type EventPayload<D extends keyof Events, N extends keyof Events[D]> = Events[D][N] extends (
  value: infer P,
) => unknown
  ? P
  : never

type Args<In> = undefined extends In ? [input?: In] : [input: In]

type CallApi = {
  readonly [D in CallDomain]: {
    readonly [A in keyof Calls[D]]: (...args: Args<CallInput<D, A>>) => Promise<Result<CallOutput<D, A>>>
  }
}
type EventApi = {
  readonly [D in keyof Events]: {
    readonly [N in keyof Events[D] as `on${Capitalize<N & string>}`]: (
      listener: (payload: EventPayload<D, N>) => void,
    ) => () => void
  }
}

/** `window.strata`: what the preload builds and the page sees. */
export type StrataApi = CallApi & EventApi
