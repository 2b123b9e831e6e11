// Pull and push of a 500 MB image in the window, against the docker CLI on the same engine.
import { randomFillSync } from 'node:crypto'
import { layerOf } from '../scripts/sandbox/images/archive.mjs'
import { loadImages } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { connected, startApp } from './lib/app.mjs'
import { dockerOutput, dockerTime } from './lib/cli.mjs'
import { duel } from './lib/duel.mjs'
import { jobTime } from './lib/job.mjs'

const ROUNDS = 5
const LAYERS = 5
const LAYER_BYTES = 100_000_000

const sandbox = await bringUp({ engine: 'newest', registry: true })
const { info } = sandbox

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

try {
  await forEachImage(makeImage)
  const { page, close } = await startApp('.', { host: info.host })
  await connected(page)
  await pushes(page)
  await forEachImage((image) => dockerTime(info, ['rmi', image]))
  await pulls(page)
  await close()
} finally {
  await sandbox.close()
}
