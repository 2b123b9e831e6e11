import { create } from '@bufbuild/protobuf'
import { expect, it } from 'vitest'
import { InfoSchema } from '../../../../main/engine/buildkit/gen/content_pb'
import { BuildHistoryRecordSchema } from '../../../../main/engine/buildkit/gen/history_pb'
import { digestsOfBuild, keptByHistory, readBlob } from '../../../../main/engine/records/content'

const ref = 'containerd.io/gc.ref.content'
const blob = (digest: string, labels: Readonly<Record<string, string>> = {}) =>
  readBlob(create(InfoSchema, { digest, size: 7n, labels }))

it("tells a manifest's config before its layers, in whatever order the labels come", () => {
  const built = { [`${ref}.10`]: 'l10', [`${ref}.2`]: 'l2', [`${ref}.0`]: 'config', [`${ref}.1`]: 'l1' }
  expect(blob('m', built).children).toEqual(['config', 'l1', 'l10', 'l2'])
  const pulled = { [`${ref}.l.0`]: 'l0', [`${ref}.config`]: 'config' }
  expect(blob('m', pulled).children).toEqual(['config', 'l0'])
})

it("tells a layer's diffId and a config's chain, and that no blob is its own child", () => {
  const layer = { [`${ref}.blob-sha256:l`]: 'sha256:l', 'containerd.io/uncompressed': 'sha256:d' }
  expect(blob('sha256:l', layer)).toEqual({ digest: 'sha256:l', bytes: 7, children: [], diffId: 'sha256:d' })
  const config = { 'containerd.io/gc.ref.snapshot.overlayfs': 'sha256:c' }
  expect(blob('sha256:x', config)).toEqual({
    digest: 'sha256:x',
    bytes: 7,
    children: [],
    chainId: 'sha256:c',
  })
})

it('finds what the history of builds keeps: no layers and no statements', () => {
  const blobs = new Map(
    [
      blob('index', { [`${ref}.0`]: 'image', [`${ref}.1`]: 'attestation' }),
      blob('image', { [`${ref}.0`]: 'config', [`${ref}.1`]: 'layer' }),
      blob('attestation', { [`${ref}.0`]: 'empty', [`${ref}.1`]: 'statement' }),
      ...['config', 'layer', 'empty', 'statement', 'provenance', 'logs', 'trace', 'other'].map((name) =>
        blob(name),
      ),
    ].map((each) => [each.digest, each] as const),
  )
  const named = digestsOfBuild(
    create(BuildHistoryRecordSchema, {
      Result: { Attestations: [{ digest: 'provenance' }], Results: { 0: { digest: 'index' } } },
      logs: { digest: 'logs' },
      trace: { digest: 'trace' },
      externalError: { digest: 'gone' },
    }),
  )
  const kept = ['index', 'image', 'attestation', 'config', 'empty', 'provenance', 'logs', 'trace']
  expect(keptByHistory(named, blobs)).toEqual(new Set(kept))
})
