import { expect, test } from 'vitest'
import { readImageList, readSharedSizes } from '../../../../main/engine/records/imageList'
import { codeOf } from '../failures'
import { golden, goldenVersions } from '../golden'

const id = `sha256:${'a'.repeat(64)}`

test.each(goldenVersions)('%s: no placeholder of the engine is left', (version) => {
  const images = readImageList(golden(version, 'list'))
  expect(images).toHaveLength(10)
  expect(JSON.stringify(images)).not.toMatch(/<none>|-1\b|null/)
  const child = images.find((image) => image.tags.includes('probe/child:1'))
  expect(child?.parentId).toMatch(/^sha256:/)
  expect(new Map(child?.labels)).toEqual(
    new Map([
      ['__proto__', 'x'],
      ['a', 'b'],
      ['child', '1'],
    ]),
  )
})

test.each(goldenVersions)('%s: an image pulled by digest has it as a digest, never as a tag', (version) => {
  const images = readImageList(golden(version, 'list-by-digest'))
  const pulled = images.filter((image) =>
    image.repoDigests.some((name) => name.startsWith('localhost:5000/')),
  )
  expect(pulled.map((image) => image.tags)).toEqual([['probe/commit:1']])
})

test('one whole row', () => {
  const row = {
    Id: id,
    RepoTags: ['app:1'],
    RepoDigests: null,
    ParentId: '',
    Created: 1_700_000_000,
    Size: 5,
    SharedSize: -1,
    VirtualSize: 5,
    Containers: -1,
    Labels: null,
    Descriptor: { digest: id, platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    Later: { than: 'us' },
  }
  expect(readImageList([row])).toEqual([
    {
      id,
      tags: ['app:1'],
      repoDigests: [],
      created: 1_700_000_000_000,
      size: 5,
      labels: new Map(),
      platform: 'linux/arm/v7',
    },
  ])
})

test('what is missing or odd is absent; what has no id is no image', () => {
  const year1 = -62_135_596_800
  expect(readImageList([{ Id: id, Created: year1, Size: 'x', Labels: [] }, {}, null, 'x'])).toEqual([
    { id, tags: [], repoDigests: [], size: 0, labels: new Map() },
  ])
  expect(readImageList([{ Id: id, Created: 0 }])[0]?.created).toBe(0)
})

test.each([null, {}, 'x', undefined])('%j is no list', (answer) => {
  expect(codeOf(() => readImageList(answer))).toBe('ENGINE_ANSWER_UNKNOWN')
})

test('shared sizes: -1 is not computed', () => {
  expect(
    readSharedSizes([
      { Id: 'a', Size: 10, SharedSize: 4 },
      { Id: 'b', Size: 10, SharedSize: -1 },
      { Id: 'c', Size: 10, SharedSize: 0 },
    ]),
  ).toEqual(
    new Map([
      ['a', { size: 10, sharedSize: 4 }],
      ['b', { size: 10 }],
      ['c', { size: 10, sharedSize: 0 }],
    ]),
  )
})
