import { describe, expect, it } from 'vitest'
import {
  exampleFor,
  examples,
  instructionOf,
  layerToShow,
  percentText,
  wasteLines,
} from '../../../../renderer/features/contents/waste/waste.logic'
import { aFinding, aLayersView, anOffender, aWasteReport } from '../../../fakes/contentsWaste'

const types = (report: Parameters<typeof wasteLines>[0]) => wasteLines(report).map(({ type }) => type)

describe('the lines of the waste view', () => {
  it('tell what to change first, then file by file, then what is there twice', () => {
    const duplicates = [{ digest: 'sha256:1', bytes: 5, copies: 2, paths: ['/a', '/b'] }]
    expect(types(aWasteReport({ duplicates }))).toEqual([
      'sum',
      'findings',
      'finding',
      'offenders',
      'offender',
      'duplicates',
      'duplicate',
    ])
  })
  it('say when no cause is known, and nothing when nothing is wasted', () => {
    expect(types(aWasteReport({ findings: [] }))).toEqual([
      'sum',
      'findings',
      'noFinding',
      'offenders',
      'offender',
    ])
    expect(types(aWasteReport({ wasted: 0, findings: [], offenders: [] }))).toEqual(['sum'])
  })
  it('put a secret first whatever it weighs, then what saves most', () => {
    const findings = [
      aFinding({ bytes: 1_000 }),
      aFinding({ bytes: 9_000, cause: 'deletedLater' }),
      aFinding({ bytes: 10, cause: 'secrets', advice: 'secretMount' }),
    ]
    const shown = wasteLines(aWasteReport({ findings })).flatMap((line) =>
      line.type === 'finding' ? [line.finding.bytes] : [],
    )
    expect(shown).toEqual([10, 9_000, 1_000])
  })
})

describe('a share in percent', () => {
  it.each([
    [0, '0%', false],
    [0.28142, '28%', false],
    [0.00423, '0.42%', false],
    [0.0000001, '0.1%', true],
    [1, '100%', false],
    [0.99999, '99.9%', false],
    [0.995, '99.5%', false],
  ])('%d is %s', (share, text, below) => {
    expect(percentText(share, 'en')).toEqual({ text, below })
  })
})

describe('where a wasted file is looked at', () => {
  it('in the highest layer that holds a copy which nobody sees', () => {
    expect(layerToShow(anOffender({ storedIn: [1, 3], hiddenBy: [3, 5] }))).toBe(3)
    expect(layerToShow(anOffender({ storedIn: [], hiddenBy: [4] }))).toBe(3)
    expect(layerToShow(anOffender({ storedIn: [], hiddenBy: [] }))).toBe(0)
  })
})

describe('the words to change', () => {
  it('name the tool of the instruction that is to blame', () => {
    expect(exampleFor('cacheMount', 'RUN pip install flask')).toContain('/root/.cache/pip')
    expect(exampleFor('cacheMount', 'RUN apt-get update')).toContain('/var/cache/apt')
    expect(exampleFor('oneRun', 'RUN apk add gcc')).toContain('apk del')
    expect(exampleFor('oneRun', undefined)).toBe(examples.oneRun)
    expect(exampleFor('copyChmod', 'RUN pip install')).toBe(examples.copyChmod)
  })
  it('the instruction of a layer, where one is known', () => {
    const { layers } = aLayersView([
      { text: 'ADD a /', bytes: 1 },
      { text: ' ', bytes: 1 },
    ])
    expect(instructionOf(layers, 0)).toBe('ADD a /')
    expect(instructionOf(layers, 1)).toBeUndefined()
    expect(instructionOf(undefined, 0)).toBeUndefined()
  })
})
