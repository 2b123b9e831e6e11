import { createHash } from 'node:crypto'
import { TAR_END, tarEntry, tarOf } from './tar.mjs'

/**
 * @typedef {object} Layer
 * @property {Buffer} tar
 * @property {string} diffId
 */

/**
 * One step of an image: a layer, or an instruction that changes only the config.
 * @typedef {object} Step
 * @property {string} createdBy
 * @property {Layer} [layer]
 * @property {string} [comment]
 * @property {string} [created] ISO time; else the image's
 */

/**
 * @typedef {object} ImageSpec
 * @property {readonly string[]} [tags]
 * @property {readonly Step[]} steps oldest first
 * @property {string} [created] ISO time
 * @property {Readonly<Record<string, unknown>>} [config] the image's `config` object: Env, Cmd, Labels and the like
 * @property {string} [author]
 * @property {string} [architecture]
 * @property {string} [os]
 */

/** @param {string | Buffer} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/** @param {Iterable<import('./tar.mjs').TarEntry>} entries @returns {Layer} */
export function layerOf(entries) {
  const tar = tarOf(entries)
  return { tar, diffId: `sha256:${sha256(tar)}` }
}

/** @param {ImageSpec} spec */
function configOf({ steps, created = '1970-01-01T00:00:00Z', config = {}, author, architecture, os }) {
  const layers = steps.flatMap(({ layer }) => (layer ? [layer] : []))
  return {
    layers,
    json: JSON.stringify({
      architecture: architecture ?? hostArchitecture(),
      os: os ?? 'linux',
      created,
      author,
      config,
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: steps.map((step) => ({
        created: step.created ?? created,
        created_by: step.createdBy,
        author,
        comment: step.comment,
        empty_layer: step.layer ? undefined : true,
      })),
    }),
  }
}

/** Docker's names for the machine that Node names. */
export function hostArchitecture() {
  return { x64: 'amd64', arm: 'arm', ia32: '386' }[/** @type {string} */ (process.arch)] ?? process.arch
}

/** The id that the classic store gives this image: the digest of its config. @param {ImageSpec} spec */
export function imageIdOf(spec) {
  return `sha256:${sha256(configOf(spec).json)}`
}

/**
 * A docker-archive with all the images, each layer in it once, piece by piece: what `docker load` reads.
 * @param {Iterable<ImageSpec>} specs
 * @returns {Generator<Buffer>}
 */
export function* archiveOf(specs) {
  const manifest = []
  /** @type {Set<string>} */ const written = new Set()
  for (const spec of specs) {
    const { layers, json } = configOf(spec)
    const config = `${sha256(json)}.json`
    for (const { diffId, tar } of layers) {
      if (written.has(diffId)) continue
      written.add(diffId)
      yield* tarEntry({ name: pathOf(diffId), content: tar })
    }
    if (!written.has(config)) yield* tarEntry({ name: config, content: json })
    written.add(config)
    manifest.push({
      Config: config,
      RepoTags: spec.tags ?? null,
      Layers: layers.map(({ diffId }) => pathOf(diffId)),
    })
  }
  yield* tarEntry({ name: 'manifest.json', content: JSON.stringify(manifest) })
  yield TAR_END
}

/** @param {string} diffId */
function pathOf(diffId) {
  return `${diffId.slice('sha256:'.length)}/layer.tar`
}
