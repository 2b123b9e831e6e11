import { describe, expect, it } from 'vitest'
import {
  breakParts,
  byRepository,
  containersInOrder,
  cutCharacters,
  filterPairs,
  healthWords,
  layerRemark,
  needsExpanding,
  removalTargets,
  runsAsRoot,
} from '../../../renderer/features/imageDetails/overview/overview.logic'

describe('who it runs as', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['root', true],
    ['0', true],
    ['0:0', true],
    ['root:staff', true],
    ['app', false],
    ['1000:0', false],
    ['rooted', false],
  ])('USER %j is root: %s', (user, root) => {
    expect(runsAsRoot(user)).toBe(root)
  })
})

describe('names by repository', () => {
  it('tells the digest of each repository once', () => {
    const digest = `sha256:${'b'.repeat(64)}`
    const seven = { familiar: 'redis:7', canonical: 'docker.io/library/redis:7', repoDigest: digest }
    const latest = {
      familiar: 'redis:latest',
      canonical: 'docker.io/library/redis:latest',
      repoDigest: digest,
    }
    const own = { familiar: 'localhost:5000/redis:7', canonical: 'localhost:5000/redis:7' }
    expect(byRepository([seven, own, latest])).toEqual([
      { repository: 'redis', references: [seven, latest], repoDigest: digest },
      { repository: 'localhost:5000/redis', references: [own] },
    ])
  })
})

it.each([
  [1, 'none'],
  [99, 'none'],
  [100, 'near'],
  [126, 'near'],
  [127, 'full'],
])('%i layers: %s', (count, remark) => {
  expect(layerRemark(count)).toBe(remark)
})

describe('healthcheck', () => {
  it('fills in what Docker uses where the image sets nothing', () => {
    expect(
      healthWords({ test: ['/bin/sh', '-c', 'curl -f localhost'], disabled: false, retries: 0 }),
    ).toEqual({
      type: 'check',
      test: ['/bin/sh', '-c', 'curl -f localhost'],
      intervalMs: 30_000,
      timeoutMs: 30_000,
      startPeriodMs: 0,
      retries: 3,
    })
  })

  it('NONE switches an inherited check off, which is not the same as having none', () => {
    expect([healthWords(undefined), healthWords({ test: [], disabled: true })]).toEqual([
      { type: 'none' },
      { type: 'disabled' },
    ])
  })
})

describe('pairs', () => {
  const pairs = [
    { name: 'PATH', value: { text: '/usr/bin', length: 8 } },
    { name: '__proto__', value: { text: 'x', length: 20_000_000 } },
  ]

  it('finds by name and by value, whatever the case', () => {
    expect([
      filterPairs(pairs, ' path '),
      filterPairs(pairs, 'USR'),
      filterPairs(pairs, '__PROTO__'),
    ]).toEqual([[pairs[0]], [pairs[0]], [pairs[1]]])
  })

  it('says how much of a value was cut', () => {
    expect(pairs.map((pair) => cutCharacters(pair.value))).toEqual([0, 19_999_999])
  })
})

it('shows running containers before stopped ones', () => {
  const use = (name: string, running: boolean) => ({
    id: name,
    name,
    state: running ? 'running' : 'exited',
    running,
    createdFrom: 'app',
  })
  const order = containersInOrder([use('b', false), use('c', true), use('a', false)])
  expect(order.map((container) => container.name)).toEqual(['c', 'a', 'b'])
})

it('a long or many-line value asks to be expanded', () => {
  const value = (text: string, length = text.length) => ({ text, length })
  expect([
    needsExpanding(value('x')),
    needsExpanding(value('a\nb')),
    needsExpanding(value('x', 9_000)),
  ]).toEqual([false, true, true])
})

it('names break after their separators, and stay whole when put together', () => {
  const name = 'org.opencontainers.image.source'
  expect([breakParts(name), breakParts(name).join(''), breakParts('')]).toEqual([
    ['org.', 'opencontainers.', 'image.', 'source'],
    name,
    [''],
  ])
})

it('an image goes by its names, a nameless one by its id', () => {
  const references = [{ familiar: 'app:1', canonical: 'docker.io/library/app:1' }]
  expect([
    removalTargets('sha256:a', { references, digestsWithoutTag: ['app@sha256:b'] }),
    removalTargets('sha256:a', { references: [], digestsWithoutTag: [] }),
  ]).toEqual([
    [
      { type: 'reference', reference: 'app:1', imageId: 'sha256:a' },
      { type: 'reference', reference: 'app@sha256:b', imageId: 'sha256:a' },
    ],
    [{ type: 'image', imageId: 'sha256:a' }],
  ])
})
