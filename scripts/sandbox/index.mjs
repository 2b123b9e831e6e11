import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { say, seconds } from '../lib/log.mjs'
import { processId } from '../lib/process.mjs'
import { pulledBusybox } from './busybox.mjs'
import { chooseEngine } from './choose.mjs'
import { clearLeftovers, forget, remember } from './live.mjs'
import { makeSamples } from './samples.mjs'
import { tearDown } from './teardown.mjs'

/** @typedef {import('./live.mjs').LiveRecord} LiveRecord */

/** Sockets may be no longer than 107 bytes and data must not land in memory: /var/tmp suits both. */
const PLACE = process.env.STRATA_SANDBOX_DIR || (process.platform === 'linux' ? '/var/tmp' : tmpdir())

/** @type {Set<LiveRecord>} */
const open = new Set()

/**
 * A sandbox: an engine that nothing of the user's depends on, with a registry and samples where asked for.
 * @param {import('./types.d.ts').BringUpOptions} [options]
 * @returns {Promise<import('./types.d.ts').Sandbox>}
 */
export async function bringUp(options = {}) {
  const {
    engine = 'default',
    registry = false,
    samples = false,
    log = say,
    daemonConfig,
    place = PLACE,
  } = options
  const start = performance.now()
  await clearLeftovers(log)
  const source = await chooseEngine(engine, log)
  const name = `strata-${randomBytes(4).readUInt32LE().toString(36).padStart(7, '0')}`
  /** @type {LiveRecord} */
  const record = { name, owner: processId(process.pid), folder: join(place, name) }
  watchForTheEnd()
  open.add(record)
  remember(record)
  try {
    const { info, engineProcess } = await source.start(record, {
      registry: registry || samples,
      daemonConfig,
    })
    info.busybox ??= await pulledBusybox(info, record.folder, log)
    if (samples) info.samples = await makeSamples(info, log)
    log(
      `engine ${info.engineVersion} (API ${info.apiVersion}, ${info.store} store) is up in ${seconds(start)}`,
    )
    const infoFile = join(record.folder, 'sandbox.json')
    writeFileSync(infoFile, `${JSON.stringify(info, undefined, 2)}\n`)
    return { info, infoFile, engineProcess, close: async () => close(record) }
  } catch (error) {
    close(record)
    throw error
  }
}

/** @param {LiveRecord} record */
function close(record) {
  if (!open.has(record)) return
  tearDown(record)
  open.delete(record)
  forget(record)
}

let watching = false

/** The same teardown for an orderly end, a forgotten close, Ctrl+C, a closed terminal and a plain kill. */
function watchForTheEnd() {
  if (watching) return
  watching = true
  process.on('exit', () => {
    for (const record of open) close(record)
  })
  for (const [signal, number] of /** @type {const} */ ([
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ])) {
    process.once(signal, () => process.exit(128 + number))
  }
}
