import { expect, it } from 'vitest'
import { readStoredImages } from '../../../../main/engine/records/storedImages'
import { golden } from '../golden'

const stored = [...readStoredImages(golden('28.5-containerd', 'list-manifests')).values()]

it('tells each manifest with its kind, platform and bytes', () => {
  const built = stored.find(({ manifests }) => manifests.length === 2)
  const [image, attestation] = built?.manifests ?? []
  expect(image).toMatchObject({ kind: 'image', platform: 'linux/amd64', available: true })
  expect(attestation).toMatchObject({ kind: 'attestation', about: image?.digest, available: true })
  expect(attestation).not.toHaveProperty('platform')
  expect(attestation).not.toHaveProperty('unpackedBytes')
})

it('adds up: the size of the list is content and unpacked files of all manifests, without the index', () => {
  expect(stored.length).toBeGreaterThan(8)
  for (const { size, manifests } of stored) {
    const all = manifests.map(({ contentBytes, unpackedBytes = 0 }) => contentBytes + unpackedBytes)
    expect(all.reduce((sum, one) => sum + one, 0)).toBe(size)
  }
})

it('tells an index apart from an image that is one manifest', () => {
  for (const { id, indexBytes, manifests } of stored) {
    const isIndex = manifests.every(({ digest }) => digest !== id)
    expect(indexBytes > 0).toBe(isIndex)
  }
  expect(new Set(stored.map(({ indexBytes }) => indexBytes > 0))).toEqual(new Set([true, false]))
})

it('leaves out what tells no manifests, and takes odd ones as they are', () => {
  const odd = { Id: 'sha256:b', Manifests: [{ ID: 'sha256:c', Kind: 'else', Size: null }, {}, null] }
  expect([...readStoredImages([{ Id: 'sha256:a' }, odd, { Manifests: [] }]).values()]).toEqual([
    {
      id: 'sha256:b',
      size: 0,
      indexBytes: 0,
      manifests: [
        {
          digest: 'sha256:c',
          kind: 'unknown',
          available: false,
          descriptorBytes: 0,
          contentBytes: 0,
          containers: [],
        },
      ],
    },
  ])
  expect(() => readStoredImages({})).toThrow()
})
