import type { BuildCacheRecord } from '@shared/domain/disk'
import type { ImageStore } from '@shared/domain/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { holdingRecords } from '../../../main/disk/cacheHolders'
import type { CacheLayer } from '../../../main/disk/cacheLayers'
import { type CacheFacts, cacheMatch, type MatchedRecord } from '../../../main/disk/cacheMatch'
import { readWholeDiskUsage } from '../../../main/engine/records/diskUsage'
import { golden, goldenVersions } from '../engine/golden'

/** Read from the engine's own files: layerdb or `ctr`, and BuildKit's databases. */
const truthSchema = z.object({
  layers: z.array(
    z.object({
      chainId: z.string(),
      parent: z.string().optional(),
      bytes: z.number(),
      blobBytes: z.number().optional(),
      image: z.boolean(),
    }),
  ),
  chainOfRecord: z.record(z.string(), z.string()),
})

type Case = { readonly facts: CacheFacts; readonly truth: Readonly<Record<string, string>> }

function recorded(version: (typeof goldenVersions)[number]): Case {
  const { layers, chainOfRecord } = truthSchema.parse(golden(version, 'df-build-cache-truth'))
  return {
    facts: {
      store: version === '28.5-containerd' ? 'containerd' : 'classic',
      layers: layers.map(({ image, blobBytes, parent, ...layer }) => ({
        ...layer,
        ...(parent === undefined ? {} : { parent }),
        ...(blobBytes === undefined ? {} : { blobBytes }),
        inImage: image,
      })),
      complete: true,
      records: readWholeDiskUsage(golden(version, 'df-build-cache')).buildCache,
    },
    truth: chainOfRecord,
  }
}

const mistakes = (matched: readonly MatchedRecord[], truth: Case['truth']) =>
  matched.filter(({ record, chainId }) => chainId !== truth[record.id])

describe.each(goldenVersions)('the build cache of %s', (version) => {
  const { facts, truth } = recorded(version)
  const match = cacheMatch(facts)

  it('is matched to the layers that BuildKit itself names, wherever the match is called exact', () => {
    const exact = match.records.filter(({ certainty }) => certainty === 'exact')
    expect(mistakes(exact, truth)).toEqual([])
    expect(exact.filter(({ chainId }) => chainId !== undefined).length).toBeGreaterThanOrEqual(16)
  })

  it('leaves open only what no answer tells: two empty steps on one base, and what images have no more', () => {
    const open = match.records.filter(({ certainty }) => certainty === 'about')
    expect(open.map(({ record }) => record.description).toSorted()).toEqual([
      'mount / from exec /bin/sh -c dd if=/dev/urandom of=/b4 bs=4096 count=22',
      'mount / from exec /bin/sh -c echo',
      'mount / from exec /bin/sh -c true',
    ])
    expect(match.unsure).toBe(facts.store === 'containerd')
  })

  it('is all told where the history names the steps', () => {
    const steps = new Map(
      match.records.map(({ record }) => [
        truth[record.id],
        record.description.replace(/^mount \/ from exec /, ''),
      ]),
    )
    const layers = [...facts.layers].map((layer) => ({
      ...layer,
      createdBy: `RUN ${steps.get(layer.chainId)} # buildkit`,
    }))
    expect(mistakes(cacheMatch({ ...facts, layers }).records, truth)).toEqual([])
  })

  it('keeps nothing but what its records stand for', () => {
    const kept = new Set(facts.records.flatMap(({ id }) => truth[id] ?? []))
    expect(new Set(match.held.keys())).toEqual(kept)
  })

  it('is never called exact while layers are unread', () => {
    const records = cacheMatch({ ...facts, complete: false }).records
    const matched = records.filter(({ chainId }) => chainId !== undefined)
    expect(matched.every(({ certainty }) => certainty === 'about')).toBe(true)
  })
})

let serial = 0
function record(more: Partial<BuildCacheRecord> = {}): BuildCacheRecord {
  serial += 1
  return {
    id: `record-${serial}`,
    parents: [],
    type: 'regular',
    description: '[2/2] COPY a /b',
    inUse: false,
    shared: true,
    size: 0,
    usageCount: 1,
    ...more,
  }
}

const layer = (chainId: string, more: Partial<CacheLayer> = {}): CacheLayer => ({
  chainId,
  bytes: 10,
  inImage: true,
  ...more,
})

describe('a record', () => {
  const facts = { store: 'classic', complete: true } as const

  it('of a base whose image is gone keeps bytes that nobody tells', () => {
    const gone = record({ description: 'from local', shared: false })
    const [matched] = cacheMatch({ ...facts, layers: [], records: [gone] }).records
    expect(matched).toMatchObject({ kind: 'base', certainty: 'about', ownBytes: 0 })
  })

  it('of a base whose image is gone is matched to what is remembered, as a guess', () => {
    const gone = record({ description: 'from local', shared: false })
    const layers = [layer('was', { inImage: false, bytes: 500 }), layer('other')]
    const match = cacheMatch({ ...facts, layers, records: [gone] })
    expect(match.records[0]).toMatchObject({ chainId: 'was', certainty: 'about', keeps: 'layer' })
    expect(match.unsure).toBe(false)
  })

  it('whose layer nobody listed makes the sums doubtful', () => {
    const match = cacheMatch({ ...facts, layers: [layer('a')], records: [record({ size: 11 })] })
    expect(match.records[0]).toMatchObject({ certainty: 'about', keeps: 'nothing', ownBytes: 0 })
    expect(match.unsure).toBe(true)
  })

  it('is found under the only layer that its child can stand on', () => {
    const base = record({ description: 'from local' })
    const step = record({ parents: [base.id], size: 7 })
    const layers = [layer('a'), layer('b'), layer('on-b', { parent: 'b', bytes: 7 })]
    const { records, held } = cacheMatch({ ...facts, layers, records: [step, base] })
    expect(records.map(({ chainId, certainty }) => [chainId, certainty])).toEqual([
      ['on-b', 'exact'],
      ['b', 'exact'],
    ])
    expect(held.has('a')).toBe(false)
    expect(holdingRecords({ records, held, unsure: false })).toEqual([
      { id: step.id, files: ['b', 'on-b'], blobs: ['b', 'on-b'], layer: 7, about: false, alone: 0 },
      { id: base.id, files: ['b'], blobs: ['b'], about: false, alone: 0 },
    ])
  })

  it('of a linked copy is found by what is made of it; it keeps the blob and its own files', () => {
    const base = record({ description: '', size: 100 })
    const piece = record({ description: '[2/3] COPY --link a /', size: 57 })
    const merged = record({
      description: '[2/3] LINK COPY --link a /',
      parents: [base.id, piece.id],
      size: 4096,
    })
    const layers = [
      layer('base', { bytes: 300, blobBytes: 100 }),
      layer('linked', { parent: 'base', bytes: 50, blobBytes: 7 }),
      layer('other', { parent: 'base', bytes: 50, blobBytes: 8 }),
    ]
    const match = cacheMatch({ store: 'containerd', complete: true, layers, records: [base, piece, merged] })
    expect(match.records.map(({ chainId }) => chainId)).toEqual(['base', 'linked', 'linked'])
    expect(match.records[1]).toMatchObject({ keeps: 'blob', ownBytes: 50 })
    expect(match.held.get('base')).toEqual({ certainty: 'exact', keeps: 'layer' })
    expect(match.held.has('other')).toBe(false)
  })

  it('without a layer is its own bytes: contexts, mounts, stages that no image took', () => {
    const records = [
      record({ type: 'source.local', shared: false, size: 300 }),
      record({ type: 'exec.cachemount', shared: false, size: 40 }),
      record({ shared: false, size: 5 }),
    ]
    const match = cacheMatch({ ...facts, layers: [layer('a', { bytes: 300 })], records })
    expect(match.records.map(({ ownBytes, keeps }) => [ownBytes, keeps])).toEqual([
      [300, 'nothing'],
      [40, 'nothing'],
      [5, 'nothing'],
    ])
  })
})

/** Trees of layers with few different sizes, so that many are alike; every record is built by the engine's rules. */
const world = fc
  .record({
    store: fc.constantFrom<ImageStore>('classic', 'containerd'),
    layers: fc.array(
      fc.record({
        below: fc.nat({ max: 30 }),
        isBottom: fc.boolean(),
        bytes: fc.constantFrom(0, 4096, 8192, 12288),
        blobBytes: fc.constantFrom(29, 88, 5000),
        isBase: fc.boolean(),
        recorded: fc.nat({ max: 2 }),
      }),
      { maxLength: 24 },
    ),
    stages: fc.array(fc.record({ on: fc.nat(), size: fc.constantFrom(4096, 8192) }), { maxLength: 4 }),
  })
  .map(({ store, layers, stages }) => {
    const known: CacheLayer[] = []
    const records: BuildCacheRecord[] = []
    const truth = new Map<string, string>()
    const recordOf = new Map<string, string>()
    for (const [index, { below, isBottom, bytes, blobBytes, isBase, recorded: copies }] of layers.entries()) {
      const under = isBottom || index === 0 ? undefined : known[below % index]
      const chainId = `layer-${index}`
      const parent = under === undefined ? {} : { parent: under.chainId }
      known.push({ chainId, ...parent, bytes, inImage: true, ...(store === 'classic' ? {} : { blobBytes }) })
      const parentRecord = under === undefined ? undefined : recordOf.get(under.chainId)
      if (under !== undefined && parentRecord === undefined) continue
      const baseSize = store === 'classic' ? 0 : blobBytes
      const stepSize = store === 'classic' ? bytes : bytes + blobBytes
      for (let copy = 0; copy < copies; copy += 1) {
        const made = record({
          description: isBase ? 'from local' : 'mount / from exec',
          size: isBase ? baseSize : stepSize,
          parents: parentRecord === undefined ? [] : [parentRecord],
        })
        records.push(made)
        truth.set(made.id, chainId)
        recordOf.set(chainId, made.id)
      }
    }
    for (const { on, size } of stages) {
      const parent = records[on % Math.max(1, records.length)]
      if (parent !== undefined) records.push(record({ parents: [parent.id], size, shared: false }))
    }
    return { facts: { store, layers: known, records, complete: true }, truth }
  })

describe('any build cache', () => {
  it('is never matched wrongly where the match is called exact, and no layer in it is missed without a word', () => {
    fc.assert(
      fc.property(world, ({ facts, truth }) => {
        const match = cacheMatch(facts)
        for (const {
          record: { id, shared },
          chainId,
          certainty,
        } of match.records) {
          if (certainty === 'exact') expect(chainId).toBe(truth.get(id))
          if (shared) expect(chainId).toBeDefined()
        }
        const kept = new Set(truth.values())
        if (match.records.every(({ certainty }) => certainty === 'exact')) {
          expect(new Set(match.held.keys())).toEqual(kept)
        }
      }),
      { numRuns: 500 },
    )
  })
})
