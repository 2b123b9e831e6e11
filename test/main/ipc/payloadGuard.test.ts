import { describe, expect, it } from 'vitest'
import { payloadProblem } from '../../../main/ipc/payloadGuard'

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i += 1) value = { in: value }
  return value
}

describe('payloadProblem', () => {
  it.each([
    ['nothing', undefined],
    ['a text', 'redis:7'],
    [
      'the largest removal that the contract allows',
      {
        steps: Array.from({ length: 20_000 }, () => ({
          target: { type: 'reference', reference: 'a:b', imageId: `sha256:${'0'.repeat(64)}` },
          force: false,
          expected: 'deleted',
        })),
      },
    ],
    ['an object without prototype', Object.assign(Object.create(null), { image: 'x' })],
  ])('lets %s through', (_what, input) => {
    expect(payloadProblem(input)).toBeUndefined()
  })

  it.each([
    ['too deep', nested(9)],
    ['too deep', nested(1_000_000)],
    ['not plain data', new Date(0)],
    ['not plain data', { image: new Uint8Array(3) }],
    ['a forbidden key', JSON.parse('{"a":{"__proto__":1}}')],
    ['too many values', Array.from({ length: 400_001 }, () => 0)],
    ['too long', ['x'.repeat(40_000_000), 'x'.repeat(40_000_000)]],
    ['too long', { ['k'.repeat(65_000_000)]: 1 }],
  ])('refuses what is %s', (problem, input) => {
    expect(payloadProblem(input)).toBe(problem)
  })

  it('ends on a value that holds itself', () => {
    const ring: Record<string, unknown> = {}
    ring['self'] = ring
    expect(payloadProblem(ring)).toBe('too deep')
  })
})
