import { csvText, exportImages } from '@shared/domain/imageExport'
import { isHarmless } from '@shared/text'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { anImageRow, imageId } from '../../builders/imageRow'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const now = Date.UTC(2026, 0, 4)
const digest = `sha256:${'d'.repeat(64)}`
const rows = [
  anImageRow({
    id: imageId(1),
    tags: ['redis:7', 'redis:latest'],
    digests: [`redis@${digest}`],
    usedBy: ['web'],
    running: 1,
  }),
  anImageRow({
    id: imageId(2),
    tags: [],
    digests: [`busybox@${digest}`],
    naming: 'digestOnly',
    created: undefined,
    size: 0,
  }),
  anImageRow({ id: imageId(3), tags: [], naming: 'dangling', platform: 'linux/amd64' }),
]

test('text looks like docker images', () => {
  expect(exportImages(rows, 'text', { now })).toBe(
    [
      'REPOSITORY   TAG       IMAGE ID       CREATED      SIZE',
      'redis        7         000000010123   3 days ago   7.8MB',
      'redis        latest    000000010123   3 days ago   7.8MB',
      'busybox      <none>    000000020123   N/A          0B',
      '<none>       <none>    000000030123   3 days ago   7.8MB',
      '',
    ].join('\n'),
  )
  expect(exportImages(rows, 'text', { now, digests: true }).split('\n')[3]).toContain(digest)
})

test('CSV has one line a name and no formula', () => {
  expect(exportImages(rows, 'csv', { now }).split('\r\n')).toEqual([
    'repository,tag,digest,id,created,size_bytes,naming,running,stopped,used_by,platform',
    `redis,7,${digest},${imageId(1)},2026-01-01T00:00:00.000Z,7800000,tagged,1,0,web,`,
    `redis,latest,${digest},${imageId(1)},2026-01-01T00:00:00.000Z,7800000,tagged,1,0,web,`,
    `busybox,,${digest},${imageId(2)},,0,digestOnly,0,0,,`,
    `,,,${imageId(3)},2026-01-01T00:00:00.000Z,7800000,dangling,0,0,,linux/amd64`,
    '',
  ])
  expect(csvText('=1+1')).toBe("'=1+1")
  expect(csvText('a,"b"')).toBe('"a,""b"""')
  expect(csvText('\t=x')).toBe('␉=x')
})

test('JSON parses to what was listed', () => {
  const parsed: unknown = JSON.parse(exportImages(rows, 'json', { now }))
  expect(parsed).toMatchObject([
    { id: imageId(1), tags: ['redis:7', 'redis:latest'] },
    { created: null },
    { tags: [] },
  ])
})

test('no name makes an export harmful', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const hostile = [anImageRow({ tags: [name], usedBy: [name], platform: name })]
      for (const format of ['text', 'csv', 'json'] as const) {
        expect(isHarmless(exportImages(hostile, format, { now }).replaceAll(/\r?\n/g, ''))).toBe(true)
      }
      const cells = exportImages(hostile, 'csv', { now }).split('\r\n')[1] ?? ''
      expect(/(^|,)"?[=+\-@]/.test(cells)).toBe(false)
    }),
  )
})
