import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importArchive } from '../../../main/transfers/importArchive'
import { loadArchive } from '../../../main/transfers/loadArchive'
import { saveImages } from '../../../main/transfers/saveImages'
import { parseChanges } from '../../../shared/domain/importChanges'
import { engine, errorOf } from '../adapter/support'
import {
  anImage,
  busyboxLayer,
  danglingImage,
  fileLayer,
  imageId,
  load,
  runnableImage,
} from '../support/images'
import { docker, dockerResult, emptySandbox, uniqueName } from '../support/sandbox'
import { watched } from './support'

const run = promisify(execFile)

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-files-'))
})
afterEach(async () => await rm(folder, { recursive: true, force: true }))

async function isThere(reference: string): Promise<boolean> {
  return (await dockerResult(['image', 'inspect', reference])).code === 0
}

describe('save', () => {
  it('writes several images into one file that loads again, each under its names', async () => {
    const base = fileLayer('base', 200_000)
    const [one, two] = [`${uniqueName()}:1`, `${uniqueName()}:2`]
    const [first = '', second = ''] = await load([
      anImage({ tags: [one], layers: [base, fileLayer('one')] }),
      anImage({ tags: [two], layers: [base, fileLayer('two')] }),
    ])
    const client = await engine()
    const path = join(folder, 'both.tar')
    const saving = watched()
    const saved = await saveImages({ client }, { images: [one, two], path }, saving.job)
    expect(saved).toMatchObject({ name: 'both.tar', bytes: (await stat(path)).size, images: [one, two] })
    expect(saved.checked).toBeGreaterThanOrEqual(3)
    expect(await readdir(folder)).toEqual(['both.tar'])
    expect(saving.views.at(-1)).toMatchObject({ kind: 'save', fraction: 1 })
    await docker('rmi', one, two)
    const loading = watched()
    const { result } = await loadArchive({ client }, { path }, loading.job)
    expect(result).toMatchObject({
      type: 'load',
      report: { how: 'loaded', instead: false, bytes: saved.bytes },
    })
    if (result.type !== 'load') throw new Error('no report')
    expect(new Set(result.report.images.map(({ reference }) => reference))).toEqual(new Set([one, two]))
    expect([await imageId(one), await imageId(two)]).toEqual([first, second])
    expect(loading.progress.at(-1)).toMatchObject({ done: saved.bytes, total: saved.bytes, unit: 'bytes' })
  })

  it('saves an image without a name by its id, and loads it compressed', async () => {
    const id = await danglingImage()
    const client = await engine()
    const path = join(folder, 'nameless.tar')
    await saveImages({ client }, { images: [id], path }, watched().job)
    const packed = join(folder, 'nameless.tar.gz')
    await writeFile(packed, gzipSync(await readFile(path)))
    await docker('rmi', id)
    const { result } = await loadArchive({ client }, { path: packed }, watched().job)
    expect(result).toMatchObject({ report: { images: [{ imageId: id }] } })
    expect(gunzipSync(await readFile(packed)).length).toBe((await stat(path)).size)
  })

  it('leaves nothing when cancelled, and what was there before when it fails', async () => {
    const reference = await runnableImage()
    const client = await engine()
    const path = join(folder, 'image.tar')
    await writeFile(path, 'of before')
    const { job, cancel } = watched()
    const cancelling = { ...job, progress: () => cancel() }
    await expect(saveImages({ client }, { images: [reference], path }, cancelling)).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(await errorOf(saveImages({ client }, { images: ['nope:1'], path }, watched().job))).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
    })
    expect(await readFile(path, 'utf8')).toBe('of before')
    expect(await readdir(folder)).toEqual(['image.tar'])
    const link = join(folder, 'link.tar')
    await symlink(path, link)
    await saveImages({ client }, { images: [reference], path: link }, watched().job)
    expect((await stat(path)).size).toBeGreaterThan(100_000)
    expect((await readdir(folder)).sort()).toEqual(['image.tar', 'link.tar'])
  })

  it('says that the disk is full, and leaves nothing', async ({ skip }) => {
    const small = join(folder, 'small')
    await mkdir(small)
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'none', small]).catch(
      () => undefined,
    )
    // Only root may, and not in every container.
    if (mounted === undefined) skip('nobody may mount a small disk here')
    try {
      const reference = await runnableImage()
      const options = { images: [reference], path: join(small, 'image.tar') }
      const error = await errorOf(saveImages({ client: await engine() }, options, watched().job))
      expect(error).toMatchObject({ code: 'FILE_DISK_FULL', params: { name: 'image.tar' } })
      expect(await readdir(small)).toEqual([])
    } finally {
      await run('umount', [small])
    }
  })
})

describe('load and import', () => {
  it('is told what cannot be loaded before anything is sent', async () => {
    const client = await engine()
    const path = join(folder, 'container.tar')
    await writeFile(path, (await busyboxLayer()).tar)
    const container = await docker('create', await runnableImage())
    const exported = join(folder, 'exported.tar')
    await docker('export', '--output', exported, container)
    await docker('rm', container)
    const { job, lines } = watched()
    expect(await errorOf(loadArchive({ client }, { path: exported }, job))).toMatchObject({
      code: 'ARCHIVE_IS_ROOTFS',
      params: { name: 'exported.tar' },
    })
    expect(lines).toEqual([])
    expect(
      await errorOf(loadArchive({ client }, { path: join(folder, 'gone') }, watched().job)),
    ).toMatchObject({
      code: 'FILE_READ_FAILED',
      params: { name: 'gone', reason: 'ENOENT' },
    })
    const odd = join(folder, 'odd.tar')
    await writeFile(odd, 'no tar at all'.repeat(500))
    expect(await errorOf(loadArchive({ client }, { path: odd }, watched().job))).toMatchObject({
      code: 'ARCHIVE_REFUSED',
    })
  })

  it('imports the files of a container', async () => {
    const client = await engine()
    const container = await docker('create', await runnableImage())
    const path = join(folder, 'exported.tar')
    await docker('export', '--output', path, container)
    await docker('rm', container)
    const reference = `${uniqueName('imported')}:1`
    const { result } = await importArchive({ client }, { path, reference }, watched().job)
    expect(result).toMatchObject({
      report: { how: 'imported', instead: false, images: [{ reference, imageId: await imageId(reference) }] },
    })
    expect(await docker('run', '--rm', reference, '/bin/echo', 'ran')).toBe('ran')
  })

  it('imports them with the settings that were asked for', async () => {
    const client = await engine()
    const container = await docker('create', await runnableImage())
    const path = join(folder, 'plain.tar')
    await docker('export', '--output', path, container)
    await docker('rm', container)
    const reference = `${uniqueName('set')}:1`
    const asked = parseChanges(`
      # as in a Dockerfile
      entrypoint ["/bin/echo"]
      CMD ["by itself",\\
           "and more"]
      ENV A="b c" D=e
      EXPOSE 8080/tcp
      LABEL "my label"=yes
      WORKDIR /tmp
    `)
    if (!asked.ok) throw new Error('unreadable')
    await importArchive({ client }, { path, reference, changes: asked.value }, watched().job)
    expect(await docker('run', '--rm', reference)).toBe('by itself and more')
    const config: unknown = JSON.parse(
      await docker('image', 'inspect', '--format', '{{json .Config}}', reference),
    )
    expect(config).toMatchObject({
      Env: expect.arrayContaining(['A=b c', 'D=e']),
      ExposedPorts: { '8080/tcp': {} },
      Labels: { 'my label': 'yes' },
      WorkingDir: '/tmp',
    })
  })

  it('tells what the engine finds wrong with them', async () => {
    const client = await engine()
    const container = await docker('create', await runnableImage())
    const path = join(folder, 'wrong.tar')
    await docker('export', '--output', path, container)
    await docker('rm', container)
    const all = async () => (await docker('images', '--all', '--quiet', '--no-trunc')).split('\n').sort()
    const before = await all()
    const wrong = { path, changes: ['EXPOSE not-a-port'] }
    const error = await errorOf(importArchive({ client }, wrong, watched().job))
    expect(error?.detail).toContain('not-a-port')
    expect(await all()).toEqual(before)
  })

  it('loads a saved image that was to be imported, plain and compressed', async () => {
    const client = await engine()
    const reference = await runnableImage()
    const id = await imageId(reference)
    const path = join(folder, 'saved.tar')
    await docker('save', '--output', path, reference)
    const packed = join(folder, 'saved.tar.gz')
    await writeFile(packed, gzipSync(await readFile(path)))
    for (const each of [path, packed]) {
      await docker('rmi', reference)
      const name = `${uniqueName('broken')}:1`
      const { result } = await importArchive({ client }, { path: each, reference: name }, watched().job)
      expect(result).toMatchObject({
        report: { how: 'loaded', instead: true, images: [{ reference, imageId: id }] },
      })
      expect(await isThere(name)).toBe(false)
      expect(await docker('run', '--rm', reference, '/bin/echo', 'ran')).toBe('ran')
    }
  })

  it('refuses half an archive and leaves no image of it', async () => {
    const client = await engine()
    await emptySandbox()
    const reference = await runnableImage()
    const path = join(folder, 'whole.tar')
    await docker('save', '--output', path, reference)
    await docker('rmi', reference)
    const half = join(folder, 'half.tar')
    await writeFile(half, (await readFile(path)).subarray(0, 700_000))
    const error = await errorOf(loadArchive({ client }, { path: half }, watched().job))
    expect(error?.code).toMatch(/^ARCHIVE_(?:REFUSED|IS_ROOTFS|INVALID)$/)
    expect(await docker('images', '--all', '--quiet')).toBe('')
    await loadArchive({ client }, { path }, watched().job)
    expect(await isThere(reference)).toBe(true)
  })

  it('stops when cancelled in the upload', async () => {
    const client = await engine()
    const reference = `${uniqueName('cancel')}:1`
    await load([anImage({ tags: [reference], layers: [fileLayer('big', 30_000_000)] })])
    const path = join(folder, 'big.tar')
    await saveImages({ client }, { images: [reference], path }, watched().job)
    await docker('rmi', reference)
    const { job, cancel } = watched()
    const cancelling = {
      ...job,
      progress: ({ done }: { done: number }) => {
        if (done > 0) cancel()
      },
    }
    const outcome = await loadArchive({ client }, { path }, cancelling).catch((error: unknown) => error)
    // Cancelled in time, or too late and said so: an engine that has every byte goes on.
    const isLoaded = !(outcome instanceof Error)
    if (isLoaded) expect(outcome).toMatchObject({ result: { report: { images: [{ reference }] } } })
    else expect(outcome).toMatchObject({ name: 'AbortError' })
    expect(await isThere(reference)).toBe(isLoaded)
  })
})
