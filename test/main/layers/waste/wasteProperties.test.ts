import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createModel } from '../../../../main/layers/stack/model'
import { wastedByLayer, wasteReport } from '../../../../main/layers/waste/wasteReport'
import { aLayer } from '../../../builders/aLayer'
import { randomLayers } from '../support/randomLayers'

vi.setConfig({ testTimeout: 120_000 })

const runs = process.env.STRATA_FULL === undefined ? 150 : 3_000

test('the sums of waste hold for any image', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const model = createModel(randomLayers(seed).map((entries) => aLayer(...entries)))
      const report = wasteReport(model)
      const { stored, visible, wasted, share, findings, offenders, diveEfficiency, diveWasted } = report
      expect(wasted).toBeGreaterThanOrEqual(0)
      expect(wasted).toBeLessThanOrEqual(stored)
      expect(visible + wasted).toBe(stored)
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
      expect(wasted > 0).toBe(share < 1)
      expect(diveEfficiency).toBeGreaterThanOrEqual(0)
      expect(diveEfficiency).toBeLessThanOrEqual(1)
      expect(diveWasted).toBeGreaterThanOrEqual(0)
      expect(sum(wastedByLayer(model))).toBe(wasted)
      // No byte twice: findings and offenders each add up to the whole.
      expect(sum(findings.map(({ bytes, isWaste }) => (isWaste ? bytes : 0)))).toBe(wasted)
      expect(sum(findings.map(({ bytes, isWaste }) => (isWaste ? 0 : bytes)))).toBeLessThanOrEqual(visible)
      expect(sum(offenders.map(({ bytes }) => bytes))).toBe(wasted)
      for (const { copies, ends, hiddenBy } of offenders) {
        expect(copies).toBeGreaterThanOrEqual(ends === 'removed' ? 1 : 0)
        expect(hiddenBy.length).toBeGreaterThan(0)
      }
    }),
    { numRuns: runs },
  )
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
