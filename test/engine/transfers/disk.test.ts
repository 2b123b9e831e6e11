import { formatDiskSize, formatReclaimable } from '@shared/domain/disk'
import { diskPicture } from '@shared/domain/diskPicture'
import { beforeEach, expect, it } from 'vitest'
import { createDisk } from '../../../main/disk'
import { attach } from '../adapter/support'
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

async function ourRows(): Promise<CliRow[]> {
  const { session } = await attach()
  const { rows } = await createDisk({ session }).table()
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

it('asks the engine one at a time, whoever asks and for what', async () => {
  await load([anImage()])
  const { session, client } = await attach()
  const disk = createDisk({ session })
  const asked = await Promise.all([
    disk.table(),
    client().layersSize({}),
    disk.table(),
    client().sharedSizes({}),
    disk.table(),
    client().layersSize({}),
  ])
  expect(asked).toHaveLength(6)
})

it('tells the images behind the numbers, largest first, with what they share', async () => {
  const base = fileLayer('base', 500_000)
  const [big = '', small = ''] = await load([
    anImage({ tags: ['df/big:1', 'df/big:2'], layers: [base, fileLayer('big', 900_000)] }),
    anImage({ tags: ['df/small:1'], layers: [base, fileLayer('small', 1_000)] }),
  ])
  const { session } = await attach()
  const { images, layersSize } = await createDisk({ session }).table()
  expect(images.map(({ id }) => id)).toEqual([big, small])
  expect(images[0]?.tags.toSorted()).toEqual(['df/big:1', 'df/big:2'])
  expect(images[0]?.sharedSize).toBe(images[1]?.sharedSize)
  expect(images[0]?.sharedSize).toBeGreaterThanOrEqual(500_000)
  expect(layersSize).toBeGreaterThanOrEqual(1_401_000)
})

it('draws the images in a picture whose area is the total of the engine, where its numbers allow it', async () => {
  const [base, other] = [fileLayer('base', 800_000), fileLayer('other', 300_000)]
  await load([
    anImage({ tags: ['picture/a:1'], layers: [base, fileLayer('a', 90_000)] }),
    anImage({ tags: ['picture/a:2'], layers: [base, fileLayer('a', 70_000)] }),
    anImage({ tags: ['picture/b:1'], layers: [other, fileLayer('b', 5_000)] }),
    anImage({ tags: ['picture/c:1'], layers: [other] }),
    anImage({ tags: ['picture/lone:1'], layers: [fileLayer('lone', 40_000)] }),
  ])
  const { session } = await attach()
  const table = await createDisk({ session }).table()
  const picture = diskPicture(table)
  const own = picture.groups.reduce((all, group) => all + group.own, 0)
  expect(own + picture.rest.bytes).toBe(picture.total)
  expect(picture.imageCount).toBe(5)
  if (sandbox().store === 'classic') {
    expect(picture).toMatchObject({ addsUp: true, total: table.layersSize, withoutOwn: 1 })
    expect(picture.groups[0]).toMatchObject({ repository: 'picture/a', own: 160_000 })
    // Two families share: each base once, and nothing else is on this engine.
    expect(picture.rest).toEqual({ type: 'shared', bytes: 1_100_000, elsewhereAtLeast: 0 })
  } else if (!picture.addsUp) {
    // Compressed content is in the sizes of images, and not in the total.
    expect(own + picture.rest.bytes).toBeGreaterThan(table.layersSize)
    expect(picture.rest.type).toBe('atLeast')
  }
})
