import { expect, test } from 'vitest'
import { readContainerList, readInspectedContainer } from '../../../../main/engine/records/containers'
import { golden, goldenVersions } from '../golden'

test.each(goldenVersions)('%s: list and inspect tell the same of one container', (version) => {
  const list = readContainerList(golden(version, 'containers'))
  expect(list.map(({ name, state, running }) => ({ name, state, running }))).toEqual([
    { name: 'prunning', state: 'running', running: true },
    { name: 'pstopped', state: 'created', running: false },
  ])
  const { created, started, ...inspected } = readInspectedContainer(golden(version, 'container'))
  const { created: listed, ...row } = list[0] ?? { created: 0 }
  expect(inspected).toEqual(row)
  // Only an inspect tells it.
  expect(started).toBeGreaterThanOrEqual(created ?? Number.POSITIVE_INFINITY)
  expect(Math.floor((created ?? 0) / 1000) * 1000).toBe(listed)
})

test.each([
  ['running', true],
  ['paused', true],
  ['restarting', true],
  ['created', false],
  ['exited', false],
  ['dead', false],
  ['removing', false],
  ['', false],
])('state %j counts as running: %j', (state, running) => {
  expect(readContainerList([{ Id: 'c', State: state }])[0]?.running).toBe(running)
})

test('its own name, not that of a link to it; the short id where it has none', () => {
  const id = 'c'.repeat(64)
  expect(readContainerList([{ Id: id, Names: ['/web/db', '/db'], Image: 'i', ImageID: 's' }])).toEqual([
    { id, name: 'db', state: '', running: false, createdFrom: 'i', imageId: 's' },
  ])
  expect(readContainerList([{ Id: id, Names: null }])[0]?.name).toBe('c'.repeat(12))
})
