/**
 * Names only: the preload builds `window.strata` from this and nothing else (no schema library there).
 * A call `domain:action` is `window.strata.<domain>.<action>(input)`; an event `domain:name` is
 * `window.strata.<domain>.on<Name>(listener)` and returns its own unsubscribe.
 */
export const callNames = {
  app: ['info', 'copy', 'saveText'],
  files: ['describe', 'release', 'chooseArchive', 'inspectArchive'],
  engine: ['status', 'endpoints', 'use', 'addHost', 'forgetHost', 'retry'],
  images: [
    'list',
    'inspect',
    'history',
    'layers',
    'sums',
    'bases',
    'raw',
    'tagPreview',
    'tag',
    'removePlan',
    'remove',
    'refresh',
  ],
  cleanup: ['plan', 'page', 'command', 'run', 'report', 'giveBack'],
  transfers: ['pull', 'push', 'save', 'load', 'importRootfs', 'again'],
  builds: ['choose', 'prepare', 'weigh', 'stopWeighing', 'start', 'view', 'again'],
  runs: ['run', 'requestOf', 'optionsLike', 'outdated', 'stop', 'remove'],
  search: ['hub', 'tags', 'engine'],
  contents: [
    'choose',
    'open',
    'stopOpening',
    'state',
    'close',
    'read',
    'layers',
    'tree',
    'find',
    'details',
    'waste',
    'file',
    'fetch',
    'saveOut',
    'copy',
  ],
  compare: ['summary', 'tree', 'find', 'export'],
  disk: ['page', 'known', 'part', 'refresh', 'measure', 'stopMeasuring'],
  jobs: ['list', 'cancel', 'runNow', 'log', 'dismiss'],
  settings: ['get', 'set'],
} as const

export const eventNames = {
  app: ['command'],
  contents: ['waiting'],
  disk: ['changed'],
  engine: ['changed'],
  files: ['dropped'],
  images: ['changed'],
  jobs: ['changed'],
  settings: ['changed'],
} as const

/** Where the preload tells main the paths of dropped files: the page can't reach it. */
export const dropChannel = 'strata:drop'

/** The bridge is `window[bridgeGlobal]`. */
export const bridgeGlobal = 'strata'
