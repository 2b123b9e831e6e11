import type { PlatformNode } from '@shared/domain/contents'
import { describe, expect, it } from 'vitest'
import { choicesOf, linesOf } from '../../../renderer/features/contents/platforms.logic'

const descriptor = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: 'sha256:1', size: 1 }
const tree: readonly PlatformNode[] = [
  {
    type: 'index',
    descriptor,
    references: ['app:1'],
    children: [
      { type: 'image', descriptor, references: [], platform: 'linux/amd64', id: 'a' },
      { type: 'attestation', descriptor, of: 'sha256:1' },
      { type: 'missing', descriptor, platform: 'windows/amd64' },
      { type: 'index', descriptor, references: [], children: [{ type: 'image', references: ['b:1'] }] },
    ],
  },
]

describe('what a place holds', () => {
  it('is drawn line by line, with its depth', () => {
    expect(linesOf(tree).map(({ node, depth }) => `${depth} ${node.type}`)).toEqual([
      '0 index',
      '1 image',
      '1 attestation',
      '1 missing',
      '1 index',
      '2 image',
    ])
  })

  it('offers images, and names those that are not here', () => {
    expect(choicesOf(tree)).toEqual([
      { id: 'a', platform: 'linux/amd64', references: [], missing: false },
      { platform: 'windows/amd64', references: [], missing: true },
      { references: ['b:1'], missing: false },
    ])
  })

  it('ends for an index that holds itself', () => {
    const loop: PlatformNode[] = []
    loop.push({ type: 'index', descriptor, references: [], children: loop })
    expect(linesOf(loop).length).toBeLessThan(20)
  })
})
