import type { HistoryEntry } from '@shared/domain/imageSource'
import { expect, test } from 'vitest'
import { findBase, markBase } from '../../../../main/layers/dockerfile/base'
import { reconstruct } from '../../../../main/layers/dockerfile/reconstruct'

const step = (createdBy: string): HistoryEntry => ({
  createdBy,
  comment: 'buildkit.dockerfile.v0',
  emptyLayer: true,
})
const layer = (createdBy: string): HistoryEntry => ({ ...step(createdBy), emptyLayer: false })

const history = [
  layer('ADD rootfs.tar / # buildkit'),
  step('CMD ["bash"]'),
  step('ENV PYTHON=3'),
  layer('RUN /bin/sh -c make python # buildkit'),
  step('CMD ["python3"]'),
  step('WORKDIR /app'),
  layer('COPY . . # buildkit'),
  step('CMD ["python3" "app.py"]'),
]
const layers = [
  { bytes: 75, files: 9 },
  { bytes: 160, files: 9 },
  { bytes: 40, files: 9 },
]

test('the last command before a later layer ends the base, as a guess', () => {
  expect(findBase({ history, layers })).toEqual({ layers: 2, bytes: 235, known: 'history' })
})

test('annotations and labels name the base', () => {
  const labels = new Map([['org.opencontainers.image.base.name', 'docker.io/library/python:3']])
  expect(findBase({ history, layers, labels })).toMatchObject({
    name: 'docker.io/library/python:3',
    known: 'history',
  })
  const candidates = [{ name: 'docker.io/library/python:3', layers: 1, known: 'chain' as const }]
  expect(findBase({ history, layers, labels, candidates })).toMatchObject({ layers: 1, known: 'annotation' })
})

test('what the engine and local images say goes before a guess; the tallest of them is the base', () => {
  const candidates = [
    { name: 'debian', layers: 1, known: 'chain' as const },
    { name: 'python', layers: 2, known: 'chain' as const },
    { name: 'other', layers: 9, known: 'chain' as const },
  ]
  expect(findBase({ history, layers, candidates })).toEqual({
    name: 'python',
    layers: 2,
    bytes: 235,
    known: 'chain',
  })
  const parent = { name: 'step', layers: 1, known: 'parent' as const }
  expect(findBase({ history, layers, candidates: [...candidates, parent] })).toMatchObject({
    known: 'parent',
  })
})

test('nobody can say', () => {
  expect(findBase({ history: history.slice(5), layers: layers.slice(2) })).toBeUndefined()
  expect(findBase({ history, layers: layers.slice(1) })).toBeUndefined()
  expect(findBase({ history: [], layers: [] })).toBeUndefined()
})

test('where BuildKit took over from another builder', () => {
  const bazel = { ...layer('bazel build ...'), comment: '' }
  expect(findBase({ history: [bazel, bazel, layer('COPY a b # buildkit')], layers })).toMatchObject({
    layers: 2,
  })
})

test('lines of the base end with its own command', () => {
  const made = reconstruct(history, layers)
  const base = findBase({ history, layers })
  expect(markBase(made, base).map(({ isBase }) => isBase)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(markBase(made, undefined).some(({ isBase }) => isBase)).toBe(false)
})
