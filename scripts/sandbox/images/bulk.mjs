import { layerOf } from './archive.mjs'

/** @typedef {import('./archive.mjs').ImageSpec} ImageSpec */

const BASES = 10
const BASE_LAYERS = 5
const OWN_LAYERS = 2
const SERVICES = [
  'api',
  'web',
  'worker',
  'gateway',
  'billing',
  'search',
  'mailer',
  'reports',
  'auth',
  'catalog',
]

/** @param {string} text @param {number} index @param {number} size */
function layer(text, index, size) {
  const content = Buffer.alloc(size, `${text} ${index}\n`)
  return layerOf([{ name: `srv/${text}-${index}`, content }])
}

/**
 * The corpus that lists are measured on: seven layers an image, five of them shared through ten bases, every tenth
 * image with a second tag, times spread over two years, the same bytes on every run.
 * @param {{ count: number, prefix?: string, first?: number }} options
 * @returns {Generator<ImageSpec>}
 */
export function* bulkImages({ count, prefix = 'bulk', first = 0 }) {
  const bases = Array.from({ length: BASES }, (_, base) =>
    Array.from({ length: BASE_LAYERS }, (_, index) => layer(`base-${base}`, index, 2000 + 700 * index)),
  )
  for (let number = first; number < first + count; number += 1) {
    const base = bases[number % BASES] ?? []
    const own = Array.from({ length: OWN_LAYERS }, (_, index) =>
      layer(`${prefix}-${number}`, index, 300 + (number % 97)),
    )
    const created = new Date(Date.UTC(2024, 0, 1) + number * 12_600_000).toISOString()
    const repository = `${prefix}/${SERVICES[Math.floor(number / 7) % SERVICES.length]}-${Math.floor(number / 70)}`
    const tag = `${repository}:1.${number}`
    yield {
      tags: number % 10 === 0 ? [tag, `${repository}:stable-${number}`] : [tag],
      created,
      config: {
        Cmd: ['/srv/run'],
        Env: ['PATH=/bin'],
        Labels: { 'strata.bulk': prefix, 'strata.number': String(number) },
      },
      steps: [
        ...base.map((each, index) => ({ createdBy: `COPY base-${index} / # buildkit`, layer: each })),
        ...own.map((each, index) => ({ createdBy: `COPY own-${index} / # buildkit`, layer: each })),
        { createdBy: 'CMD ["/srv/run"]' },
      ],
    }
  }
}
