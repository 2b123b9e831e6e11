import { expect, test } from 'vitest'
import { readEvent } from '../../../../main/engine/records/event'
import { goldenText, goldenVersions } from '../golden'

const id = `sha256:${'a'.repeat(64)}`
const image = (Action: string, ID: string, name?: string) => ({
  Type: 'image',
  Action,
  Actor: { ID, Attributes: name === undefined ? {} : { name, some: 'label' } },
  timeNano: Number(1_700_000_000_123_456_789n),
})
const time = 1_700_000_000_123

test.each([
  ['tag', image('tag', id, 'app:1'), { action: 'tag', imageId: id, reference: 'app:1' }],
  ['untag, classic', image('untag', id, id), { action: 'untag', imageId: id }],
  ['untag, containerd', image('untag', id, 'app:1'), { action: 'untag', imageId: id, reference: 'app:1' }],
  ['delete', image('delete', id, id), { action: 'delete', imageId: id }],
  ['pull', image('pull', 'h:5000/app:1', 'h:5000/app'), { action: 'pull', reference: 'h:5000/app:1' }],
  ['prune', image('prune', ''), { action: 'prune' }],
])('image %s', (_, line, expected) => {
  expect(readEvent(line)).toEqual({ type: 'image', time, ...expected })
})

test('container and builder', () => {
  const Actor = { ID: 'c1', Attributes: { name: 'web', image: 'app:1' } }
  expect(readEvent({ Type: 'container', Action: 'start', Actor, time: 5 })).toEqual({
    type: 'container',
    action: 'start',
    containerId: 'c1',
    name: 'web',
    image: 'app:1',
    time: 5000,
  })
  expect(readEvent({ Type: 'builder', Action: 'prune' })).toEqual({
    type: 'builder',
    action: 'prune',
    time: 0,
  })
})

test.each(['exec_create: /bin/sh', 'exec_die', 'health_status: healthy', 'top', 'resize', 'attach'])(
  'container %s is of no concern',
  (Action) => {
    expect(readEvent({ Type: 'container', Action, Actor: { ID: 'c' } })).toBeUndefined()
  },
)

test.each([null, 'x', [], {}, { Type: 'network', Action: 'connect' }, { Type: 'container', Action: 'die' }])(
  '%j is no event of ours',
  (line) => {
    expect(readEvent(line)).toBeUndefined()
  },
)

test.each(goldenVersions)(
  '%s: every recorded image event names an image or a reference, or is a prune',
  (version) => {
    const lines = goldenText(version, 'events.jsonl').trim().split('\n')
    const events = lines.map((line) => readEvent(JSON.parse(line)))
    const images = events.filter((event) => event?.type === 'image')
    expect(images.length).toBeGreaterThan(20)
    const nameless = images.filter((event) => event.imageId === undefined && event.reference === undefined)
    expect(nameless.every((event) => event.action === 'prune')).toBe(true)
    expect(images.every((event) => event.time > 1_700_000_000_000)).toBe(true)
  },
)
