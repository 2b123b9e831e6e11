// Our side of the bench, run by the runtime that ships: `main.mjs BUNDLE stream|file|inflate|hash|idle [FILE]`. Prints one JSON.
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

const [bundle = '', mode = '', path = ''] = process.argv.slice(2)
const { EntryKind, scanLayer, scanLayerFile, unpacked } = await import(pathToFileURL(bundle).href)
const options = { signal: new AbortController().signal, blob: 'layer' }

async function scanned(result) {
  const { index } = await result
  const { count, kind, digest } = index.entries
  const all = createHash('sha256')
  for (let i = 0; i < count; i += 1) {
    if (kind[i] === EntryKind.file) all.update(digest.subarray(i * 32, i * 32 + 32))
  }
  return { diffId: index.diffId, digests: all.digest('hex'), entries: count }
}

const modes = {
  stream: () => scanned(scanLayer(process.stdin, options)),
  file: () => scanned(scanLayerFile({ path, offset: 0, length: statSync(path).size }, options)),
  inflate: async () => {
    let bytes = 0
    const packed = createReadStream(path, { highWaterMark: 1_048_576 })
    for await (const chunk of unpacked(packed, 'gzip')) bytes += chunk.length
    return { bytes }
  },
  hash: async () => {
    const hash = createHash('sha256')
    const file = await open(path)
    const buffer = Buffer.allocUnsafeSlow(1_048_576)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
    }
    await file.close()
    return { digest: hash.digest('hex') }
  },
  idle: async () => ({}),
}

const start = performance.now()
const result = await modes[/** @type {keyof typeof modes} */ (mode)]()
const ms = performance.now() - start
console.log(JSON.stringify({ ms, maxRss: peak(), ...result }))

/** Bytes. Linux counts `maxRSS` from the process that started this one on, so its own peak has to be read elsewhere. */
function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(kilobytes) * 1_024
}
