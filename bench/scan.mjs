// Reading a layer of 800 MB and 50,000 files in the runtime that ships, against Go doing the same with its own library, and against
// openssl. Both sides must find the same digests.
import { execFile, spawn } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGzip } from 'node:zlib'
import { writeBigLayer } from './lib/bigLayer.mjs'
import { bundle } from './lib/bundle.mjs'
import { duel } from './lib/duel.mjs'
import { report } from './lib/figure.mjs'
import { buildGo } from './lib/golang.mjs'

const ROUNDS = Number(process.env.STRATA_BENCH_ROUNDS ?? 5)
const FILES = 50_000
const BYTES = 800_000_000
/** What a scan may take above an idle process: 110 MB and 150 bytes an entry. */
const MEMORY = 110_000_000 + FILES * 150

// Not in /tmp, which is memory on many machines.
const scratch = mkdtempSync('/var/tmp/strata-bench-scan-')
const layer = join(scratch, 'layer.tar')
const packed = join(scratch, 'layer.tar.gz')
const ourBundle = join(scratch, 'scan.mjs')
const goProgram = join(scratch, 'walk')

/** Runs a program, its standard input from a pipe that `cat` fills when there is one; answers what it printed. */
async function run(program, args, { input, env = process.env } = {}) {
  const cat =
    input === undefined ? undefined : spawn('cat', [input], { stdio: ['ignore', 'pipe', 'inherit'] })
  const child = spawn(program, args, { stdio: [cat?.stdout ?? 'ignore', 'pipe', 'inherit'], env })
  // Ours is no reader of the pipe.
  cat?.stdout?.destroy()
  let told = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    told += text
  })
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
  return told
}

const runtime = process.env.STRATA_ELECTRON ?? process.execPath
const ourEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
const ours = async (mode, file, input) =>
  JSON.parse(await run(runtime, ['bench/scan/main.mjs', ourBundle, mode, ...file], { input, env: ourEnv }))
const others = async (mode, file, input) => JSON.parse(await run(goProgram, [mode, ...file], { input }))

/** The digests of both sides, so that neither can win by doing less. */
let known
function sameResult(result) {
  const { diffId, digests, entries } = result
  const found = JSON.stringify({ diffId, digests, entries })
  known ??= found
  if (found !== known) throw new Error(`other digests: ${found} and ${known}`)
  return result.ms
}

/** @type {number[]} */ const peaks = []
async function scans(mode, figure, goal, file, input) {
  await duel({ bench: 'scan', figure, goal, unit: 'ms' }, ROUNDS, {
    ours: async () => {
      const result = await ours(mode, file, input)
      peaks.push(result.maxRss)
      return sameResult(result)
    },
    other: async () => sameResult(await others(mode, file, input)),
  })
}

async function opensslTime(path) {
  const start = performance.now()
  const { stdout } = await promisify(execFile)('openssl', ['dgst', '-sha256', '-r', path])
  const ms = performance.now() - start
  if (`sha256:${stdout.split(' ')[0]}` !== JSON.parse(known).diffId)
    throw new Error('openssl has another digest')
  return ms
}

try {
  writeBigLayer(layer, { files: FILES, bytes: BYTES })
  await pipeline(createReadStream(layer), createGzip(), createWriteStream(packed))
  await bundle('bench/scan/entry.ts', ourBundle)
  const golang = await buildGo('bench/scan/walk.go', goProgram, scratch)
  const what = 'layer of 800 MB and 50,000 files, with the SHA-256 of it and of every file'
  await scans('stream', `${what}, from a pipe, against ${golang}`, 1.5, [], layer)
  await scans('file', `${what}, in a local file, against ${golang}`, 1, [layer])
  await duel(
    { bench: 'scan', figure: `the same layer out of its gzip, against ${golang}`, goal: 0.67, unit: 'ms' },
    ROUNDS,
    {
      ours: async () => (await ours('inflate', [packed])).ms,
      other: async () => (await others('inflate', [packed])).ms,
    },
  )
  await duel(
    { bench: 'scan', figure: 'SHA-256 of the same file, against openssl', goal: 1.1, unit: 'ms' },
    ROUNDS,
    {
      ours: async () => (await ours('hash', [layer])).ms,
      other: async () => await opensslTime(layer),
    },
  )
  const { maxRss: idle } = await ours('idle', [])
  const figure = 'peak memory of a scan above an idle process, against 110 MB and 150 bytes an entry'
  report({
    bench: 'scan',
    figure,
    goal: 1,
    ours: Math.max(...peaks) - idle,
    other: MEMORY,
    unit: 'bytes',
    runs: peaks.length,
  })
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
