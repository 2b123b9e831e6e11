import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDiskSize, formatReclaimable } from '@shared/domain/disk'
import type { DiskPage } from '@shared/domain/diskPage'
import { type PackedPage, unpackPage } from '@shared/domain/diskPageText'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { createDisk, type DiskPages } from '../../../main/disk'
import { createImages } from '../../../main/images'
import { JobRegistry } from '../../../main/jobs/jobRegistry'
import { attach } from '../adapter/support'
import { eventually } from '../support/eventually'
import {
  anImage,
  build,
  busyboxLayer,
  danglingImage,
  fileLayer,
  load,
  runnableImage,
  runningContainer,
} from '../support/images'
import { docker, emptySandbox, sandbox, uniqueName } from '../support/sandbox'

// Destroys everything in the sandbox, which holds nothing but what tests made.
beforeEach(async () => await emptySandbox())

type CliRow = { Type: string; TotalCount: string; Active: string; Size: string; Reclaimable: string }

/** `--format json` came with 23.0; the template works everywhere. */
async function cliRows(): Promise<CliRow[]> {
  const printed = await docker('system', 'df', '--format', '{{json .}}')
  return printed.split('\n').map((line) => JSON.parse(line))
}

/** As main puts it together; closed with the test. */
async function aDisk(): Promise<{ readonly disk: DiskPages; readonly page: () => Promise<DiskPage> }> {
  const { session } = await attach()
  const folder = mkdtempSync(join(tmpdir(), 'strata-disk-'))
  const images = createImages({ session, jobs: new JobRegistry(), cacheFolder: folder, undoSeconds: () => 0 })
  const disk = createDisk({ session, images, book: images.sizes, cacheFolder: folder, gather: 10 })
  onTestFinished(async () => {
    await disk.close()
    await images.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const page = async (): Promise<DiskPage> =>
    await eventually(async () => {
      await disk.refresh()
      const { text = '', freshness } = await disk.page()
      expect(freshness).toEqual({ type: 'live' })
      const packed: unknown = JSON.parse(text)
      const read = unpackPage(packed as PackedPage)
      expect(read.sums).toMatchObject({ unread: 0, engine: expect.any(Number) })
      return read
    })
  return { disk, page }
}

async function ourRows(): Promise<CliRow[]> {
  const { rows } = await (await aDisk()).page()
  const names = {
    images: 'Images',
    containers: 'Containers',
    volumes: 'Local Volumes',
    buildCache: 'Build Cache',
  }
  return rows.map((row) => ({
    Type: names[row.kind],
    TotalCount: String(row.total),
    Active: String(row.active),
    Size: formatDiskSize(row.size),
    Reclaimable: formatReclaimable(row),
  }))
}

const byType = (a: CliRow, b: CliRow) => a.Type.localeCompare(b.Type)

it('equals docker system df where there is nothing', async () => {
  expect((await ourRows()).sort(byType)).toEqual((await cliRows()).sort(byType))
})

it('equals docker system df with images that share, containers, volumes and build cache', async () => {
  const base = fileLayer('base', 1_234_567)
  await load([
    anImage({ layers: [base, fileLayer('a', 700_000)] }),
    anImage({ layers: [base, fileLayer('b', 5_000)] }),
  ])
  await danglingImage(30_000)
  const image = await runnableImage()
  const up = await runningContainer(image)
  await docker('exec', up, '/bin/dd', 'if=/dev/zero', 'of=/tmp/x', 'bs=1000', 'count=300')
  await docker('create', image, '/bin/sh', '-c', 'true')
  const [own = ''] = await load([
    anImage({
      layers: [await busyboxLayer()],
      config: { Volumes: { '/data': {} }, Cmd: ['/bin/sleep', '9'] },
    }),
  ])
  await docker(
    'run',
    '--name',
    'df-volumes',
    '--volume',
    'df-used:/used',
    own,
    '/bin/dd',
    'if=/dev/zero',
    'of=/used/x',
    'bs=1000',
    'count=200',
  )
  await docker('volume', 'create', 'df-unused')
  await build(
    `${uniqueName()}:1`,
    { Dockerfile: `FROM ${image}\nCOPY note /\n`, note: 'x'.repeat(100_000) },
    { env: { DOCKER_BUILDKIT: '1' } },
  )
  const cli = await cliRows()
  expect((await ourRows()).sort(byType)).toEqual(cli.sort(byType))
  expect(cli.map(({ TotalCount }) => Number(TotalCount)).every((count) => count >= 1)).toBe(true)
})

/** Every layer once, and with what lies beside it the engine's own total. */
function expectToAddUp({ sums, segments, images, containers, store }: DiskPage): void {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
  const files = sum(segments.map((segment) => segment.files))
  const blobs = sum(segments.map((segment) => segment.blobs))
  const written = sum(containers.map(({ writableSize }) => writableSize))
  expect(sums.stored).toEqual({ files, blobs })
  expect(sums.sizes - sums.shared).toBe(files + blobs)
  expect(sum(images.map(({ size }) => size))).toBe(sums.sizes)
  const beside = store === 'classic' ? 0 : blobs + written
  expect(files + beside + (sums.outside ?? 0)).toBe(sums.engine)
}

it('adds up with families of images, a container and a build', async () => {
  const [base, other] = [fileLayer('base', 800_000), fileLayer('other', 300_000)]
  await load([
    anImage({ tags: ['picture/a:1'], layers: [base, fileLayer('a', 90_000)] }),
    anImage({ tags: ['picture/a:2', 'picture/also:2'], layers: [base, fileLayer('a', 70_000)] }),
    anImage({ tags: ['picture/b:1'], layers: [other, fileLayer('b', 5_000)] }),
    anImage({ tags: ['picture/c:1'], layers: [other] }),
    anImage({ tags: ['picture/lone:1'], layers: [fileLayer('lone', 40_000)] }),
  ])
  const { page } = await aDisk()
  const quiet = await page()
  expectToAddUp(quiet)
  expect(quiet.images.map(({ name = '' }) => name).sort((a, b) => a.localeCompare(b))).toEqual([
    'picture/a:1',
    'picture/a:2',
    'picture/b:1',
    'picture/c:1',
    'picture/lone:1',
  ])
  const shared = quiet.segments.filter(({ owners }) => owners > 1)
  expect(shared.map(({ owners, layers, below }) => ({ owners, layers, below }))).toEqual([
    { owners: 2, layers: 1, below: -1 },
    { owners: 2, layers: 1, below: -1 },
  ])
  if (sandbox().store === 'classic') {
    expect(quiet.sums).toMatchObject({ outside: 0, stored: { files: 1_305_000, blobs: 0 }, about: [] })
    expect(shared.map(({ files }) => files).sort((a, b) => a - b)).toEqual([300_000, 800_000])
  }

  const image = await runnableImage()
  const up = await runningContainer(image)
  await docker('exec', up, '/bin/dd', 'if=/dev/zero', 'of=/tmp/x', 'bs=1000', 'count=300')
  await build(
    `${uniqueName()}:1`,
    { Dockerfile: `FROM ${image}\nCOPY note /\n`, note: 'x'.repeat(100_000) },
    { env: { DOCKER_BUILDKIT: '1' } },
  )
  const busy = await page()
  expectToAddUp(busy)
  expect(busy.containers.find(({ id }) => id === up)?.writableSize).toBeGreaterThanOrEqual(300_000)
  expect(busy.cache.length).toBeGreaterThan(0)
  // What was there before stays what it was.
  if (sandbox().store === 'classic') expect(busy.sums.outside).toBe(0)
})

it('layers of a removed image that a container keeps are told, as long as Strata knew them', async () => {
  const tag = `${uniqueName('gone')}:1`
  await load([anImage({ tags: [tag], layers: [await busyboxLayer(), fileLayer('own', 60_000)] })])
  const { page } = await aDisk()
  await docker('create', tag, '/bin/true')
  await page()
  await docker('rmi', '--force', await docker('image', 'inspect', '--format', '{{.Id}}', tag))
  const after = await eventually(async () => {
    const now = await page()
    expect(now.images).toHaveLength(0)
    return now
  })
  expectToAddUp(after)
  if (sandbox().store === 'classic') expect(after.sums.keptByContainers).toBeGreaterThan(60_000)
})

it('asks the engine one at a time, whoever asks and for what', async () => {
  await load([anImage()])
  const { client } = await attach()
  const { disk } = await aDisk()
  const asked = await Promise.all([
    disk.refresh(),
    client().layersSize({}),
    disk.page(),
    client().sharedSizes({}),
    disk.refresh(),
    client().diskUsage({}),
  ])
  expect(asked).toHaveLength(6)
})
