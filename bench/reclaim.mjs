// What a cleanup plan promises against what the disk of the engine's layers gives back, on both stores.
import { randomFillSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { layerOf } from '../scripts/sandbox/images/archive.mjs'
import { loadImages } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { connected, startApp } from './lib/app.mjs'
import { dockerOutput, dockerTime } from './lib/cli.mjs'
import { blocksOf, layerFolders } from './lib/diskBlocks.mjs'
import { report } from './lib/figure.mjs'
import { jobTime } from './lib/job.mjs'

const PLANS = 20
const BLOCK = 4096
/** BuildKit writes a build's trace, some 100 kB, three seconds after it has ended (docs/engine-facts-disk.md); ms. */
const QUIET = 4_000
const ENGINES =
  process.env.STRATA_BENCH_STORE === 'containerd' ? ['newest-containerd'] : ['newest', 'newest-containerd']
const SEED = 20261121

/** mulberry32: the same plans on every run. */
function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Whole blocks, none of which compress: what is promised and what is given back are then the same bytes. */
function content(random) {
  return randomFillSync(Buffer.alloc(BLOCK * (100 + Math.floor(random() * 900))))
}

/** Some images on a base of their own, loaded as an archive. */
async function loaded(info, prefix, random) {
  const layer = (name) => layerOf([{ name, content: content(random) }])
  const base = [layer('base-0'), layer('base-1')].map((each, i) => ({
    createdBy: `COPY base-${i} / # buildkit`,
    layer: each,
  }))
  const images = [{ tags: [`${prefix}/base:1`], steps: base }]
  const count = 2 + Math.floor(random() * 4)
  for (let i = 0; i < count; i += 1) {
    const own = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, n) => ({
      createdBy: `COPY own-${i}-${n} / # buildkit`,
      layer: layer(`own-${i}-${n}`),
    }))
    const tags = [`${prefix}/app-${i}:1`, ...(random() < 0.3 ? [`${prefix}/app-${i}:extra`] : [])]
    images.push({ tags, steps: [...base, ...own], config: { Cmd: ['/nothing'] } })
  }
  await loadImages(info, images)
}

/** Images that BuildKit builds on a loaded base, with their records of the cache. */
async function built(info, prefix, random, place) {
  await loadImages(info, [
    {
      tags: [`${prefix}/base:1`],
      steps: [
        { createdBy: 'COPY base / # buildkit', layer: layerOf([{ name: 'base', content: content(random) }]) },
      ],
    },
  ])
  const count = 2 + Math.floor(random() * 3)
  const shared = content(random)
  for (let i = 0; i < count; i += 1) {
    const folder = join(place, `${prefix}-${i}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'shared'), shared)
    writeFileSync(join(folder, 'own'), content(random))
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${prefix}/base:1\nCOPY shared /shared\nCOPY own /own\n`)
    await dockerTime(info, ['buildx', 'build', '--quiet', '--tag', `${prefix}/app-${i}:1`, folder])
  }
}

const pick = (random, list) => list[Math.floor(random() * list.length)]

/** Some of a plan's images go, all of them, or all with the cache too; now and then a stopped container goes first. */
async function requestFor(info, prefix, random, withCache) {
  const lines = await dockerOutput(info, [
    'images',
    '--no-trunc',
    '--format',
    '{{.ID}}',
    '--filter',
    `reference=${prefix}/*`,
  ])
  const ids = [...new Set(lines.split('\n'))]
  const some = ids.filter(() => random() < 0.6)
  const chosen = random() < 0.3 ? ids : some.length > 0 ? some : ids.slice(0, 1)
  const removeContainers = []
  if (random() < 0.4) {
    const image = pick(random, chosen)
    removeContainers.push(await dockerOutput(info, ['create', image, '/nothing']))
  }
  return {
    which: { type: 'chosen', targets: chosen.map((imageId) => ({ type: 'image', imageId })) },
    ...(removeContainers.length === 0 ? {} : { removeContainers }),
    ...(withCache && random() < 0.5 ? { buildCache: { all: true } } : {}),
  }
}

/** Until nothing has been written for a while. */
async function quiet(page, folders) {
  const weight = () => JSON.stringify(blocksOf(folders))
  for (let before = '', now = weight(); before !== now; now = weight()) {
    before = now
    await page.waitForTimeout(QUIET)
  }
}

const bytesOf = ({ files, blobs }) => files + blobs

async function onePlan(sandbox, page, place, number, random) {
  const { info } = sandbox
  const withCache = number % 2 === 1
  const prefix = `plan${number}`
  if (withCache) await built(info, prefix, random, place)
  else await loaded(info, prefix, random)
  const request = await requestFor(info, prefix, random, withCache)
  const folders = layerFolders(info)
  await quiet(page, folders)
  const plan = await page.evaluate(async (asked) => {
    const answer = await window.strata.cleanup.plan(asked)
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    return answer.value.plan
  }, request)
  const before = blocksOf(folders)
  await jobTime(page, 'cleanup.run', { planId: plan.id, undoSeconds: 0 })
  await dockerOutput(info, ['version', '--format', '{{.Server.Version}}'])
  const after = blocksOf(folders)
  const actual = before.content - after.content
  const predicted = bytesOf(plan.reclaim.freed)
  const off = actual === 0 ? (predicted === 0 ? 0 : 1) : Math.abs(predicted - actual) / actual
  return {
    number,
    withCache,
    about: plan.reclaim.about,
    predicted,
    actual,
    around: before.around - after.around,
    stays: bytesOf(plan.reclaim.staysInBuildCache),
    off,
  }
}

async function onStore(engine) {
  const sandbox = await bringUp({ engine })
  const place = mkdtempSync('/var/tmp/strata-bench-reclaim-')
  const random = seeded(SEED)
  try {
    const { page, close } = await startApp('.', { host: sandbox.info.host })
    await connected(page)
    const plans = []
    for (let number = 0; number < PLANS; number += 1) {
      const plan = await onePlan(sandbox, page, place, number, random)
      plans.push(plan)
      if (plan.off > 0) console.log(JSON.stringify({ bench: 'reclaim', engine, ...plan }))
    }
    await close()
    tell(engine, plans)
  } finally {
    rmSync(place, { recursive: true, force: true })
    await sandbox.close()
  }
}

function tell(engine, plans) {
  const groups = [
    { what: 'images without cache', goal: 0, isIn: (plan) => !plan.withCache && plan.about.length === 0 },
    {
      what: 'images that BuildKit built, with cache',
      goal: 0.01,
      isIn: (plan) => plan.withCache && plan.about.length === 0,
    },
    { what: 'plans that say "about"', goal: 0.01, isIn: (plan) => plan.about.length > 0 },
  ]
  for (const { what, goal, isIn } of groups) {
    const some = plans.filter(isIn)
    const worst = some.reduce((a, b) => (b.off > a.off ? b : a), { off: 0, predicted: 0, actual: 0 })
    report({
      bench: 'reclaim',
      figure: `${engine}, ${what}: worst difference of promised and given back, against given back`,
      goal: engine === 'newest' ? goal : 0.01,
      ours: worst.off,
      other: 1,
      unit: 'share',
      runs: some.length,
    })
  }
  report({
    bench: 'reclaim',
    figure: `${engine}: folders and links of the file system that came back as well, against what was promised`,
    goal: 1,
    ours: plans.reduce((sum, plan) => sum + plan.around, 0),
    other: plans.reduce((sum, plan) => sum + plan.predicted, 0),
    unit: 'bytes',
    runs: plans.length,
  })
}

for (const engine of ENGINES) await onStore(engine)
