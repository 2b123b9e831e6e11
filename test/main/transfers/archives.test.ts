import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { pack } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tarEntries } from '../../../main/streams/tar/tarEntries'
import { readArchive } from '../../../main/transfers/tar/archiveFacts'
import { checkArchive } from '../../../main/transfers/tar/checkArchive'
import { sniffArchive } from '../../../main/transfers/tar/sniffArchive'
import { archiveOf, type ImageSpec, layerOf } from '../../../scripts/sandbox/images/archive.mjs'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'

const never = new AbortController().signal
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-archives-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const image = (tag: string, ...names: string[]): ImageSpec => ({
  tags: [tag],
  config: {},
  steps: names.map((name) => ({
    createdBy: `COPY ${name}`,
    layer: layerOf([{ name, content: Buffer.alloc(3_000, name) }]),
  })),
})

const saved = () => Buffer.concat([...archiveOf([image('a:1', 'one', 'two'), image('b:1', 'one', 'three')])])

async function check(bytes: Buffer, wanted: readonly string[] = [], piece = 10_000) {
  const archive = readArchive()
  try {
    for (let at = 0; at < bytes.length; at += piece) await archive.write(bytes.subarray(at, at + piece))
    return checkArchive(await archive.end(), wanted)
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) }
  } finally {
    archive.destroy()
  }
}

describe('checking what was saved', () => {
  it('finds a whole archive whole, in pieces of any size', async () => {
    const bytes = saved()
    for (const piece of [1, 511, 512, 4_096, bytes.length]) {
      if (piece > 1) expect(await check(bytes, ['a:1', 'b:1'], piece)).toMatchObject({ ok: true })
    }
    expect(await check(bytes, ['docker.io/library/a:1'])).toMatchObject({
      ok: true,
      references: ['a:1', 'b:1'],
    })
    expect(await check(bytes, ['c:1'])).toEqual({ ok: false, problem: 'the name c:1 is not in it' })
  })

  it('notices every byte that is wrong in a layer or a config, and every cut', async () => {
    const bytes = saved()
    const contents = [...'one,two,three'.split(','), '"rootfs"'].map((text) => bytes.indexOf(text, 600))
    for (const at of contents.filter((found) => found > 0)) {
      const broken = Buffer.from(bytes)
      broken[at] = (broken[at] ?? 0) ^ 1
      expect((await check(broken)).ok, `byte ${at}`).toBe(false)
    }
    for (const length of [
      0,
      1,
      512,
      1_024,
      5_000,
      bytes.length - 1_024,
      bytes.length - 512,
      bytes.length - 1,
    ]) {
      expect((await check(bytes.subarray(0, length))).ok, `${length} bytes`).toBe(false)
    }
    const withWords = Buffer.concat([
      bytes.subarray(0, -1_024),
      Buffer.from('{"errorDetail":{"message":"x"}}'),
    ])
    expect((await check(withWords)).ok).toBe(false)
    expect((await check(Buffer.concat([bytes, Buffer.from('{"error":"x"}')]))).ok).toBe(false)
  })

  it('survives any damage without hanging', async () => {
    const bytes = saved()
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const broken = Buffer.from(bytes)
        broken[at] = (broken[at] ?? 0) ^ flip
        await check(broken)
      }),
      { numRuns: process.env.STRATA_FULL === undefined ? 100 : 3_000 },
    )
  })

  const layout = (change: (files: Map<string, Buffer>) => void) => {
    const layer = tarOf([{ name: 'file', content: 'x' }])
    const files = new Map<string, Buffer>()
    const blob = (bytes: Buffer) => {
      const hash = sha(bytes)
      files.set(`blobs/sha256/${hash}`, bytes)
      return { digest: `sha256:${hash}`, size: bytes.length }
    }
    const config = blob(Buffer.from(JSON.stringify({ rootfs: { diff_ids: [`sha256:${sha(layer)}`] } })))
    const manifest = blob(Buffer.from(JSON.stringify({ config, layers: [blob(layer)] })))
    const absent = { digest: `sha256:${'0'.repeat(64)}`, size: 9 }
    const index = blob(Buffer.from(JSON.stringify({ manifests: [manifest, absent] })))
    const named = { ...index, annotations: { 'io.containerd.image.name': 'docker.io/library/x:1' } }
    files.set('index.json', Buffer.from(JSON.stringify({ manifests: [named] })))
    files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}'))
    change(files)
    return tarOf([...files].map(([name, content]) => ({ name, content })))
  }

  it('takes an index of which only one platform is here, and not one without a whole platform', async () => {
    expect(
      await check(
        layout(() => {}),
        ['x:1'],
      ),
    ).toMatchObject({ ok: true, checked: 4 })
    for (let at = 0; at < 3; at += 1) {
      const without = layout((files) => void files.delete([...files.keys()][at] ?? ''))
      expect((await check(without)).ok, `blob ${at}`).toBe(false)
    }
    expect(await check(layout((files) => void files.delete('index.json')))).toEqual({
      ok: false,
      problem: 'it has neither manifest.json nor index.json',
    })
  })
})

function sha(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

describe('looking into a file', () => {
  const file = (name: string, bytes: Buffer | string) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }

  it('tells saved images from the files of a container, packed or not', async () => {
    const rootfs = tarOf(
      ['bin', 'etc', 'usr/lib', 'var'].map((name) => ({ name: `${name}/file`, content: 'x' })),
    )
    const cases = [
      [saved(), { kind: 'image', references: ['a:1', 'b:1'], nameless: 0 }],
      [rootfs, { kind: 'rootfs' }],
      [tarOf([{ name: 'etc/motd', content: 'x' }]), { kind: 'rootfs' }],
      [tarOf([{ name: 'manifest.json', content: '{"not":"images"}' }]), { kind: 'rootfs' }],
      [tarOf([{ name: './oci-layout', content: '{}' }]), { kind: 'image', references: [], nameless: 0 }],
      [Buffer.from('no tar'.repeat(200)), { kind: 'unknown' }],
      [Buffer.alloc(0), { kind: 'unknown' }],
    ] as const
    for (const [at, [bytes, kind]] of cases.entries()) {
      expect(await sniffArchive(file(`${at}.tar`, bytes), never), `case ${at}`).toEqual(kind)
      expect(await sniffArchive(file(`${at}.tar.gz`, gzipSync(bytes)), never), `gzip of case ${at}`).toEqual(
        kind,
      )
    }
    expect(await sniffArchive(file('cut.gz', gzipSync(rootfs).subarray(0, 60)), never)).toEqual({
      kind: 'unknown',
    })
  })

  it('stops when told to', async () => {
    const path = file('x.tar', saved())
    await expect(
      sniffArchive(path, AbortSignal.abort(new DOMException('stop', 'AbortError'))),
    ).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  it('reads the names and sizes that other writers give', async () => {
    const long = `${'deep/'.repeat(60)}${'n'.repeat(120)}`
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.oneof(fc.stringMatching(/^[a-zäя][a-z0-9äя/]{0,80}[a-zя]$/), fc.constant(long)), {
          maxLength: 12,
        }),
        fc.array(fc.nat(3_000), { minLength: 12, maxLength: 12 }),
        async (names, sizes) => {
          const tar = pack()
          for (const [at, name] of names.entries()) tar.entry({ name }, Buffer.alloc(sizes[at] ?? 0, 120))
          tar.finalize()
          const chunks: Buffer[] = []
          for await (const chunk of tar) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
          const handle = await open(file('names.tar', Buffer.concat(chunks)), 'r')
          try {
            const found: (readonly [string, number])[] = []
            for await (const { path, size } of tarEntries(handle)) found.push([path, size])
            expect(found).toEqual(names.map((name, at) => [name, sizes[at] ?? 0]))
          } finally {
            await handle.close()
          }
        },
      ),
      { numRuns: 50 },
    )
  })
})
