import { expect, it } from 'vitest'
import { newHost, readUndoSeconds } from '../../../renderer/features/settings/settings.logic'

it.each([
  ['0', { type: 'valid', seconds: 0 }],
  [' 10 ', { type: 'valid', seconds: 10 }],
  ['120', { type: 'valid', seconds: 120 }],
  ['121', { type: 'invalid' }],
  ['-1', { type: 'invalid' }],
  ['1.5', { type: 'invalid' }],
  ['', { type: 'invalid' }],
  ['1e1', { type: 'invalid' }],
])('seconds %j', (typed, read) => {
  expect(readUndoSeconds(typed)).toEqual(read)
})

it('a host is added once', () => {
  expect([newHost('  ', []), newHost(' tcp://a:2375 ', ['tcp://a:2375']), newHost('unix:///x', [])]).toEqual([
    'empty',
    'known',
    { host: 'unix:///x' },
  ])
})
