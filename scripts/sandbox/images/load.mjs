import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { archiveOf } from './archive.mjs'
import { bulkImages } from './bulk.mjs'

/** @typedef {Pick<import('../types.d.ts').SandboxInfo, 'cli' | 'cliEnv'>} Engine */

/**
 * Puts the images into an engine by `docker load`, streaming.
 * @param {Engine} engine
 * @param {Iterable<import('./archive.mjs').ImageSpec>} specs
 * @returns {Promise<string>} what the CLI printed
 */
export async function loadImages(engine, specs) {
  return await loadArchive(engine, archiveOf(specs))
}

/** @param {Engine} engine @param {Iterable<Buffer>} archive @returns {Promise<string>} */
export async function loadArchive({ cli, cliEnv }, archive) {
  const child = spawn(cli, ['load'], { env: { ...process.env, ...cliEnv }, stdio: ['pipe', 'pipe', 'pipe'] })
  /** @type {Buffer[]} */ const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  // When the engine refuses, the pipe breaks first; its words say more than the broken pipe.
  const broken = await pipeline(Readable.from(archive, { objectMode: false }), child.stdin).catch(
    (error) => error,
  )
  const code = await ended
  const text = Buffer.concat(output).toString()
  if (code !== 0) throw new Error(`docker load ended with ${code}: ${text.trim()}`)
  if (broken) throw broken
  return text
}

/**
 * Many images fast: a few hundred in an archive, two archives at a time.
 * @param {Engine} engine
 * @param {{ count: number, prefix?: string, atOnce?: number }} options
 */
export async function loadBulk(engine, { count, prefix, atOnce = 250 }) {
  let next = 0
  const worker = async () => {
    while (next < count) {
      const first = next
      next += atOnce
      await loadImages(engine, bulkImages({ count: Math.min(atOnce, count - first), first, prefix }))
    }
  }
  await Promise.all([worker(), worker()])
}
