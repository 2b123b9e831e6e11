// A build that sends 500 MB, in the window, against docker buildx build on the same engine; and the app's memory meanwhile.
import { randomFillSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { connected, startApp } from './lib/app.mjs'
import { dockerTime } from './lib/cli.mjs'
import { answerDialogs } from './lib/dialogs.mjs'
import { duel } from './lib/duel.mjs'
import { median, report } from './lib/figure.mjs'
import { jobTime } from './lib/job.mjs'
import { treeMemory } from './lib/memory.mjs'

const ROUNDS = 5
const MEMORY_ROUNDS = 3
const MEGABYTES = 500
const MANY = 5_000
const SAMPLE_EVERY = 100

const sandbox = await bringUp({ engine: 'newest' })
const { info } = sandbox
// Not in /tmp, which is memory on many machines.
const place = mkdtempSync('/var/tmp/strata-bench-build-')

function contextOf(name, fill) {
  const folder = join(place, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY . /\n')
  fill(folder)
  return folder
}

const oneFile = (megabytes) =>
  contextOf(`one-${megabytes}`, (folder) => {
    const piece = Buffer.alloc(1_000_000)
    for (let i = 0; i < megabytes; i += 1)
      writeFileSync(join(folder, 'file'), randomFillSync(piece), { flag: 'a' })
  })

const many = () =>
  contextOf('many', (folder) => {
    const piece = Buffer.alloc((MEGABYTES * 1_000_000) / MANY)
    for (let i = 0; i < MANY; i += 1) {
      const below = join(folder, String(Math.floor(i / 100)))
      mkdirSync(below, { recursive: true })
      writeFileSync(join(below, String(i)), randomFillSync(piece))
    }
  })

/** The grant of a folder, got as a person gets it: the system's dialog answers with it. */
async function grantOf({ app, page }, folder) {
  await answerDialogs(app, folder)
  const answer = await page.evaluate(() => window.strata.builds.choose({ kind: 'folder' }))
  return answer.value.chosen.grant
}

/** Highest memory of the app while something goes on, in bytes. */
async function peakOf(pid, work) {
  let peak = treeMemory(pid)
  const timer = setInterval(() => {
    peak = Math.max(peak, treeMemory(pid))
  }, SAMPLE_EVERY)
  try {
    await work()
    return peak
  } finally {
    clearInterval(timer)
  }
}

/** What BuildKit was sent before, it keeps; without this, the second build would send nothing. */
async function forgetAll() {
  await dockerTime(info, ['builder', 'prune', '--all', '--force'])
}

async function against(started, what, folder) {
  const { page } = started
  const grant = await grantOf(started, folder)
  const options = { grant, buildArgs: [], noCache: true, pull: false, tags: ['bench/ours:1'] }
  const ours = async () => {
    await forgetAll()
    return await jobTime(page, 'builds.start', options)
  }
  await duel(
    { bench: 'build', figure: `${what}, against docker buildx build`, goal: 1.5, unit: 'ms' },
    ROUNDS,
    {
      ours,
      other: async () => {
        await forgetAll()
        return await dockerTime(info, ['buildx', 'build', '--no-cache', '--tag', 'bench/other:1', folder])
      },
    },
  )
}

/** Medians of the app's memory before builds of this folder, and of the most while they run, in MB. */
async function memoryOf(started, folder) {
  const { page, pid } = started
  const options = {
    grant: await grantOf(started, folder),
    buildArgs: [],
    noCache: true,
    pull: false,
    tags: ['bench/ours:1'],
  }
  const before = []
  const peaks = []
  // Builds of their own: looking at memory costs the time that the others are about.
  for (let round = 0; round < MEMORY_ROUNDS; round += 1) {
    await forgetAll()
    before.push(treeMemory(pid))
    peaks.push(await peakOf(pid, () => jobTime(page, 'builds.start', options)))
  }
  return { before: median(before) / 1e6, peak: median(peaks) / 1e6 }
}

/** Flat: what is sent passes through, so that five times as much takes no more; and how much that is. */
async function memory(started, less, more) {
  const some = await memoryOf(started, less)
  const much = await memoryOf(started, more)
  const what = { bench: 'build', unit: 'MB', runs: MEMORY_ROUNDS }
  report({
    ...what,
    figure: `most memory of the app while ${MEGABYTES} MB are sent, against ${MEGABYTES / 5} MB`,
    goal: 1.1,
    ours: much.peak,
    other: some.peak,
  })
  report({
    ...what,
    figure: `most memory of the app while ${MEGABYTES} MB are sent, against just before`,
    goal: 1.5,
    ours: much.peak,
    other: much.before,
  })
}

try {
  const started = await startApp('.', { host: info.host })
  await connected(started.page)
  const big = oneFile(MEGABYTES)
  await against(started, 'build with 500 MB in one file', big)
  await against(started, 'build with 5,000 files of 100 kB', many())
  await memory(started, oneFile(MEGABYTES / 5), big)
  await started.close()
} finally {
  rmSync(place, { recursive: true, force: true })
  await sandbox.close()
}
