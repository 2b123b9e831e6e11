import type { BuildEvent } from '@shared/domain/build'
import { applyBuildEvents, endBuild, newBuild } from '@shared/domain/buildSteps'
import { expect, test } from 'vitest'
import { undoBuild } from '../../../main/build/undoBuild'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'

const [old, built] = [imageId(1), imageId(2)]
const tag = 'docker.io/library/app:1'

const events: readonly BuildEvent[] = [
  { type: 'step', id: 'x', name: 'exporting to image', inputs: [], cached: false, started: 5 },
  { type: 'status', stepId: 'x', id: 's', name: `exporting manifest ${built}`, current: 0 },
  { type: 'failed', message: 'context canceled' },
]
const model = endBuild(applyBuildEvents(newBuild('buildkit'), events))
const cancelled = { tags: [tag], before: new Map([[tag, old]]), model }

test('a tag that a cancelled build took goes back to whom it belonged', async () => {
  const engine = new FakeEngine('classic')
  engine.add({ id: old })
  engine.add({ id: built }, 'app:1')
  expect(await undoBuild(engine.client(), cancelled)).toEqual({ type: 'undone' })
  expect((await engine.client().inspectImage('app:1', {})).id).toBe(old)
})

test('where the former owner is no more the build is done, though the engine calls it cancelled', async () => {
  const engine = new FakeEngine('containerd')
  engine.add({ id: built }, 'app:1')
  expect(await undoBuild(engine.client(), cancelled)).toEqual({ type: 'done', imageId: built })
  expect((await engine.client().inspectImage('app:1', {})).id).toBe(built)
})

test('a tag that was not touched stays where it is', async () => {
  const engine = new FakeEngine('containerd')
  engine.add({ id: old }, 'app:1')
  expect(await undoBuild(engine.client(), cancelled)).toEqual({ type: 'undone' })
  expect((await engine.client().inspectImage('app:1', {})).id).toBe(old)
})
