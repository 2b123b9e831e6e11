// Push, pull, save and load of a 500 MB image in the window, against the docker CLI on the same engine.
import { randomFillSync } from 'node:crypto'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { layerOf } from '../scripts/sandbox/images/archive.mjs'
import { loadImages } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { connected, startApp } from './lib/app.mjs'
import { dockerOutput, dockerTime } from './lib/cli.mjs'
import { answerDialogs } from './lib/dialogs.mjs'
import { duel } from './lib/duel.mjs'
import { jobTime } from './lib/job.mjs'

const ROUNDS = 5
const LAYERS = 5
const LAYER_BYTES = 100_000_000

const sandbox = await bringUp({ engine: 'newest', registry: true })
const { info } = sandbox
// Not in /tmp, which is memory on many machines.
const files = mkdtempSync('/var/tmp/strata-bench-files-')

/** Half of the bytes compress, as those of programs do. An image of its own: an engine sends no layer twice. */
async function makeImage(tag) {
  const steps = Array.from({ length: LAYERS }, (_, i) => {
    const content = Buffer.alloc(LAYER_BYTES, `${tag} ${i} `)
    for (let at = 0; at < content.length; at += 8_192)
      randomFillSync(content, at, Math.min(4_096, content.length - at))
    return { createdBy: `COPY part-${i} /`, layer: layerOf([{ name: `part-${i}`, content }]) }
  })
  await loadImages(info, [{ tags: [tag], steps }])
}

const repository = (who, round) => `${info.registry?.host}/bench/${who}-${round}`
const name = (who, round) => `${repository(who, round)}:1`
const idOf = (image) => dockerOutput(info, ['image', 'inspect', '--format', '{{.Id}}', image])

async function forEachImage(work) {
  for (const who of ['ours', 'other']) {
    for (let round = 0; round < ROUNDS; round += 1) await work(name(who, round))
  }
}

async function pushes(page) {
  const figure = 'push of 500 MB in 5 layers to a registry on this machine, against docker push'
  await duel({ bench: 'transfer', figure, goal: 1.05, unit: 'ms' }, ROUNDS, {
    ours: async (round) => {
      const imageId = await idOf(name('ours', round))
      return await jobTime(page, 'transfers.push', {
        imageId,
        repository: repository('ours', round),
        tags: ['1'],
      })
    },
    other: (round) => dockerTime(info, ['push', name('other', round)]),
  })
}

async function pulls(page) {
  const figure = 'pull of 500 MB in 5 layers from a registry on this machine, against docker pull'
  await duel({ bench: 'transfer', figure, goal: 1.05, unit: 'ms' }, ROUNDS, {
    ours: (round) => jobTime(page, 'transfers.pull', { reference: name('ours', round) }),
    other: (round) => dockerTime(info, ['pull', name('other', round)]),
  })
}

/** Each round the file anew. Ours is on the disk at the end; so that of docker is brought there too. */
async function saves({ app, page }) {
  const image = name('ours', 0)
  await answerDialogs(app, join(files, 'ours.tar'))
  const figure =
    'save of 500 MB in 5 layers, checked and on the disk at the end, against docker save and a sync of its file'
  await duel({ bench: 'transfer', figure, goal: 1.05, unit: 'ms' }, ROUNDS, {
    ours: async () => {
      rmSync(join(files, 'ours.tar'), { force: true })
      return await jobTime(page, 'transfers.save', { images: [image], suggestedName: 'ours.tar' })
    },
    other: async () => {
      rmSync(join(files, 'other.tar'), { force: true })
      const saved = await dockerTime(info, ['save', '--output', join(files, 'other.tar'), image])
      const start = performance.now()
      const file = openSync(join(files, 'other.tar'), 'r+')
      fsyncSync(file)
      closeSync(file)
      return saved + performance.now() - start
    },
  })
}

async function loads({ app, page }) {
  const image = name('ours', 0)
  const path = join(files, 'other.tar')
  await answerDialogs(app, path)
  const { value } = await page.evaluate(() => window.strata.files.chooseArchive())
  const figure = 'load of 500 MB in 5 layers, against docker load'
  await duel({ bench: 'transfer', figure, goal: 1.05, unit: 'ms' }, ROUNDS, {
    ours: async () => {
      await dockerTime(info, ['rmi', '--force', image])
      return await jobTime(page, 'transfers.load', { grant: value.file.grant })
    },
    other: async () => {
      await dockerTime(info, ['rmi', '--force', image])
      return await dockerTime(info, ['load', '--input', path])
    },
  })
}

try {
  await forEachImage(makeImage)
  const started = await startApp('.', { host: info.host })
  const { page, close } = started
  await connected(page)
  await pushes(page)
  await forEachImage((image) => dockerTime(info, ['rmi', image]))
  await pulls(page)
  await saves(started)
  await loads(started)
  await close()
} finally {
  await sandbox.close()
  rmSync(files, { recursive: true, force: true })
}
