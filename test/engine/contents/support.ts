import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { scanLayer } from '../../../main/layers/scan/scanLayer'
import type { EngineClient } from '../../../main/ports/engineClient'
import type { SourceContent } from '../../../main/ports/imageSource'
import { blobPath, type Layout } from '../../builders/ociLayout'
import { sandbox } from '../support/sandbox'

export const never = new AbortController().signal

export type ReadStream = {
  readonly content: SourceContent
  /** Of every blob that passed by and is a layer: its diffId by its path. */
  readonly layers: ReadonlyMap<string, string>
}

/** One request for all of them, every layer scanned. */
export async function readImages(client: EngineClient, images: readonly string[]): Promise<ReadStream> {
  const source = openSaveStream((signal) => client.transfers.save(images, { signal }), images)
  const layers = new Map<string, string>()
  const content = await source.read(
    async ({ path, bytes }) => {
      const { index } = await scanLayer(bytes, { signal: never, blob: path })
      layers.set(path, index.diffId)
      return { diffId: index.diffId }
    },
    { signal: never },
  )
  return { content, layers }
}

/** Puts an index with all that is below it into the sandbox's registry. Answers its name there. */
export async function pushLayout({ files }: Layout, repository: string, tag: string): Promise<string> {
  const { host = '' } = sandbox().registry ?? {}
  const root = `http://${host}/v2/${repository}`
  const put = async (url: string, body: Buffer, type: string) => {
    const answer = await fetch(url, {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: { 'Content-Type': type },
    })
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  }
  const { manifests } = JSON.parse(files.get('index.json')?.toString() ?? '')
  const named = new Set<string>()
  const documents: [string, string][] = []
  const visit = ({ digest, mediaType }: { digest: string; mediaType: string }) => {
    const bytes = files.get(blobPath(digest))
    if (bytes === undefined || named.has(digest)) return
    named.add(digest)
    const json = JSON.parse(bytes.toString())
    ;(json.manifests ?? []).forEach(visit)
    documents.push([digest, mediaType])
  }
  manifests.forEach(visit)
  for (const [path, bytes] of files) {
    const digest = path.replace('blobs/', '').replace('/', ':')
    if (!path.startsWith('blobs/') || named.has(digest)) continue
    const { headers } = await fetch(`${root}/blobs/uploads/`, { method: 'POST' })
    const place = new URL(headers.get('location') ?? '', root)
    place.searchParams.set('digest', digest)
    await put(place.href, bytes, 'application/octet-stream')
  }
  for (const [digest, type] of documents)
    await put(`${root}/manifests/${digest}`, files.get(blobPath(digest)) ?? Buffer.alloc(0), type)
  const [digest = '', type = ''] = documents.at(-1) ?? []
  await put(`${root}/manifests/${tag}`, files.get(blobPath(digest)) ?? Buffer.alloc(0), type)
  return `${host}/${repository}:${tag}`
}

export type Relay = {
  readonly host: string
  /** Connections on which a save was asked for and that are still open at either end. */
  readonly saving: () => number
  /** Bytes of answers to saves. */
  readonly moved: () => number
}

/** Passes everything on to the run's engine; closed with the test. */
export async function relay(): Promise<Relay> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-relay-'))
  const path = join(folder, 'd.sock')
  let saving = 0
  let moved = 0
  const server = createServer((near) => {
    const far = connect(sandbox().socketPath)
    let isSave = false
    near.on('data', (bytes) => {
      if (!isSave && bytes.toString('latin1').includes('/images/get')) {
        isSave = true
        saving += 1
      }
    })
    far.on('data', (bytes) => {
      if (isSave) moved += bytes.length
    })
    near.on('error', () => far.destroy())
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
    // What is still on its way to us arrives: the pipe ends that side.
    far.on('close', () => {
      if (isSave) saving -= 1
    })
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { host: `unix://${path}`, saving: () => saving, moved: () => moved }
}
