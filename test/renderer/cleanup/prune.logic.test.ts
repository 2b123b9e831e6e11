import { describe, expect, it } from 'vitest'
import {
  allLeftOut,
  pruneCommand,
  pruneTotal,
  tickAll,
  tickedIds,
} from '../../../renderer/features/cleanup/prune/prune.logic'
import { imageId, pruneItem, prunePlan } from './builders'

const use = { id: 'c', name: 'web', state: 'running', running: true, createdFrom: 'app' }
const blocked = pruneItem(3, { blockedBy: [use] })
const plan = prunePlan([pruneItem(1), pruneItem(2, { uniqueSize: 25 }), blocked])
const nothing: ReadonlySet<string> = new Set()

describe('ticks', () => {
  it('everything that can go is ticked at first, what a container uses never', () => {
    expect(tickedIds(plan, nothing)).toEqual([imageId(1), imageId(2)])
    expect(tickedIds(plan, new Set([imageId(1)]))).toEqual([imageId(2)])
  })

  it('the box of all knows three states', () => {
    expect([
      tickAll(plan, nothing),
      tickAll(plan, new Set([imageId(2)])),
      tickAll(plan, allLeftOut(plan)),
    ]).toEqual(['all', 'some', 'none'])
  })
})

describe('total', () => {
  it('at least the bytes that nothing else shares, at most the sizes', () => {
    expect(pruneTotal(plan, nothing)).toEqual({ count: 2, atLeastBytes: 35, upToBytes: 200 })
  })

  it('claims no least where the engine can not tell', () => {
    const unknown = prunePlan([pruneItem(1), pruneItem(2, { uniqueSize: undefined })])
    expect(pruneTotal(unknown, nothing)).toEqual({ count: 2, upToBytes: 200 })
  })
})

it('the command names each image, never a blanket prune', () => {
  expect(pruneCommand([imageId(1), imageId(2)])).toBe('docker image rm 000000000000 000000000000')
})
