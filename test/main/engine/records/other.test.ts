import { expect, test } from 'vitest'
import { readInfo } from '../../../../main/engine/records/info'
import { readRemoved } from '../../../../main/engine/records/removed'
import { codeOf } from '../failures'
import { type GoldenVersion, golden, goldenVersions } from '../golden'

const stores: Readonly<Record<GoldenVersion, object>> = {
  '20.10': { version: '20.10.24+dfsg1', store: 'classic', storageDriver: 'overlay2' },
  '26.1': { version: '26.1.5+dfsg1', store: 'classic', storageDriver: 'overlay2' },
  '28.5': { version: '28.5.2+dfsg4', store: 'classic', storageDriver: 'overlay2' },
  '28.5-containerd': { version: '28.5.2+dfsg4', store: 'containerd', storageDriver: 'overlayfs' },
}

test.each(goldenVersions)('%s: info', (version) => {
  expect(readInfo(golden(version, 'info'), '1.41')).toMatchObject({
    ...stores[version],
    apiVersion: '1.41',
    os: 'linux',
    architecture: 'x86_64',
    rootDir: '/var/tmp/strata-sandbox/data',
  })
})

test.each(goldenVersions)('%s: removals, in the order of the engine', (version) => {
  const removals = golden(version, 'removals')
  if (!Array.isArray(removals)) throw new Error('no golden removals')
  const steps = removals.map((each) => readRemoved(each.body))
  expect(steps.length).toBeGreaterThan(5)
  expect(steps.every((step) => step.untagged.length + step.deleted.length > 0)).toBe(true)
})

test('what is not theirs is refused', () => {
  expect(codeOf(() => readInfo({}, '1.41'))).toBe('ENGINE_ANSWER_UNKNOWN')
  expect(codeOf(() => readRemoved({}))).toBe('ENGINE_ANSWER_UNKNOWN')
})
