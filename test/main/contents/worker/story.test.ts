import type { HistoryEntry } from '@shared/domain/imageSource'
import { expect, it } from 'vitest'
import type { ModelFacts } from '../../../../main/contents/worker/analyst'
import { storyOf } from '../../../../main/contents/worker/story'
import { createModel, wasteReport } from '../../../../main/layers/analysis'
import { aLayer } from '../../../builders/aLayer'

const base = aLayer('usr/', { path: 'usr/bin/node', data: 'x'.repeat(5_000) })
const copied = aLayer('app/', 'app/package.json={}', 'app/package-lock.json={}', 'app/src/main.js=run()')
const installed = aLayer({ path: 'app/node_modules/x/index.js', data: 'x'.repeat(700) })

const step = (createdBy: string, over: Partial<HistoryEntry> = {}): HistoryEntry => ({
  createdBy,
  comment: '',
  emptyLayer: false,
  ...over,
})
const empty = { emptyLayer: true }
const buildkit = { comment: 'buildkit.dockerfile.v0' }

function perRebuild(history: readonly HistoryEntry[], isPaired = true) {
  const layers = [base, copied, installed]
  const model = createModel(layers)
  const facts: ModelFacts = {
    name: 'shop:1',
    layers: layers.map(({ diffId }) => ({ diffId, sharedBy: 0 })),
    config: {
      entrypoint: [],
      cmd: [],
      env: [],
      exposedPorts: [],
      volumes: [],
      labels: new Map(),
      onBuild: [],
      diffIds: layers.map(({ diffId }) => diffId),
      history,
    },
    isPaired,
    problems: [],
  }
  const { keywords, steps, base: known } = storyOf(model, facts)
  const { findings } = wasteReport(model, keywords, { steps, base: known?.layers ?? 0 })
  return findings.flatMap((each) => (each.isPerRebuild === true ? [`${each.bytes} @${each.layer}`] : []))
}

it.each<[string, readonly HistoryEntry[]]>([
  [
    'BuildKit',
    [
      step('/bin/sh -c #(nop) ADD file:1 in / '),
      step('/bin/sh -c #(nop)  CMD ["node"]', empty),
      step('WORKDIR /app', { ...empty, ...buildkit }),
      step('COPY . /app # buildkit', buildkit),
      step('RUN /bin/sh -c npm ci # buildkit', buildkit),
      step('CMD ["node" "src/main.js"]', { ...empty, ...buildkit }),
    ],
  ],
  [
    'the classic builder',
    [
      step('/bin/sh -c #(nop) ADD file:1 in / '),
      step('/bin/sh -c #(nop)  CMD ["node"]', empty),
      step('/bin/sh -c #(nop) COPY dir:2 in /app '),
      step('/bin/sh -c npm ci'),
    ],
  ],
])('an install behind the whole context is told out of the history of %s', (_, history) => {
  expect(perRebuild(history)).toEqual(['700 @2'])
})

it('nothing is told of steps that could not be paired', () => {
  const ofBase = [
    step('COPY . /app # buildkit', buildkit),
    step('COPY . /app # buildkit', buildkit),
    step('RUN /bin/sh -c npm ci # buildkit', buildkit),
  ]
  expect(perRebuild(ofBase, false)).toEqual([])
  expect(perRebuild([step('COPY . /app # buildkit', buildkit)])).toEqual([])
})
