// A hundred images removed through the window, against `docker rmi` of as many on the same engine.
import { loadBulk } from '../scripts/sandbox/images/load.mjs'
import { bringUp } from '../scripts/sandbox/index.mjs'
import { connected, startApp } from './lib/app.mjs'
import { dockerOutput, dockerTime } from './lib/cli.mjs'
import { duel } from './lib/duel.mjs'
import { jobTime } from './lib/job.mjs'

const ROUNDS = Number(process.env.STRATA_BENCH_RUNS ?? 7)
const IMAGES = 100
const engine = process.env.STRATA_BENCH_STORE === 'containerd' ? 'newest-containerd' : 'newest'

const sandbox = await bringUp({ engine })
const { info } = sandbox

/** Ids and names of the images made under this prefix. */
async function listed(prefix) {
  const text = await dockerOutput(info, [
    'images',
    '--no-trunc',
    '--format',
    '{{.ID}} {{.Repository}}:{{.Tag}}',
    `${prefix}/*`,
  ])
  return text.split('\n').map((line) => {
    const [imageId = '', reference = ''] = line.split(' ')
    return { imageId, reference }
  })
}

const lastNames = (all) => [...new Map(all.map((one) => [one.imageId, one])).keys()]

async function steps(prefix) {
  const names = await listed(prefix)
  const left = new Map(lastNames(names).map((id) => [id, names.filter((one) => one.imageId === id).length]))
  return names.map(({ imageId, reference }) => {
    const rest = (left.get(imageId) ?? 1) - 1
    left.set(imageId, rest)
    const expected = rest === 0 ? 'deleted' : 'untagged'
    return { target: { type: 'reference', reference, imageId }, force: false, expected }
  })
}

try {
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const who of ['ours', 'other'])
      await loadBulk(info, { count: IMAGES, prefix: `${who}${round}`, atOnce: IMAGES })
  }
  const { page, close } = await startApp('.', { host: info.host })
  await connected(page)
  await duel(
    {
      bench: 'delete',
      figure: `${engine}: ${IMAGES} images by all their names, each checked before and after, against docker rmi`,
      goal: 0.75,
      unit: 'ms',
    },
    ROUNDS,
    {
      ours: async (round) => {
        const asked = await steps(`ours${round}`)
        const ms = await jobTime(page, 'images.remove', { steps: asked, undoSeconds: 0 })
        if ((await listed(`ours${round}`))[0]?.imageId !== '') throw new Error('images are left')
        return ms
      },
      other: async (round) =>
        await dockerTime(info, ['rmi', ...(await listed(`other${round}`)).map(({ reference }) => reference)]),
    },
  )
  await close()
} finally {
  await sandbox.close()
}
