import { runningContainer, stoppedContainer } from '../support/images'
import { docker } from '../support/sandbox'
import { byId, byName, dangling, image, testSituations } from './matrixSupport'

testSituations('what the plan says of names and containers is what the engine does', [
  { name: 'the only tag', verdict: 'deleted', make: async () => byName('app:1', await image('app:1')) },
  { name: 'by id, one tag', verdict: 'deleted', make: async () => byId(await image('app:1')) },
  {
    name: 'one of two tags',
    verdict: 'untagged',
    make: async () => byName('app:1', await image('app:1', 'app:2')),
  },
  {
    name: 'by id, two tags of one repository',
    verdict: 'needsForce',
    make: async () => byId(await image('app:1', 'app:2')),
  },
  {
    name: 'by id, two repositories',
    verdict: 'needsForce',
    make: async () => byId(await image('app:1', 'other:1')),
  },
  {
    name: 'one of two repositories',
    verdict: 'untagged',
    make: async () => byName('other:1', await image('app:1', 'other:1')),
  },
  { name: 'dangling', verdict: 'deleted', make: async () => byId(await dangling()) },
  {
    name: 'the only tag, stopped container',
    verdict: { classic: 'needsForce', containerd: 'forceOnlyUntags' },
    make: async () => {
      const id = await image('app:1')
      await stoppedContainer('app:1')
      return byName('app:1', id)
    },
  },
  {
    name: 'the only tag, created container',
    verdict: { classic: 'needsForce', containerd: 'forceOnlyUntags' },
    make: async () => {
      const id = await image('app:1')
      await docker('create', 'app:1')
      return byName('app:1', id)
    },
  },
  {
    name: 'the only tag, running container',
    verdict: 'forceOnlyUntags',
    make: async () => {
      const id = await image('app:1')
      await runningContainer('app:1')
      return byName('app:1', id)
    },
  },
  {
    name: 'the only tag, paused container',
    verdict: 'forceOnlyUntags',
    make: async () => {
      const id = await image('app:1')
      await docker('pause', await runningContainer('app:1'))
      return byName('app:1', id)
    },
  },
  {
    name: 'by id, stopped container',
    verdict: 'needsForce',
    make: async () => {
      const id = await image('app:1')
      await stoppedContainer('app:1')
      return byId(id)
    },
  },
  {
    name: 'by id, running container',
    verdict: 'cannot',
    make: async () => {
      const id = await image('app:1')
      await runningContainer('app:1')
      return byId(id)
    },
  },
  {
    name: 'by id, stopped container and two repositories',
    verdict: 'needsForce',
    make: async () => {
      const id = await image('app:1', 'other:1')
      await stoppedContainer('app:1')
      return byId(id)
    },
  },
  {
    name: 'one of two tags, stopped container made from it',
    verdict: 'untagged',
    make: async () => {
      const id = await image('app:1', 'app:2')
      await stoppedContainer('app:1')
      return byName('app:1', id)
    },
  },
  {
    name: 'one of two tags, running container made from it',
    verdict: 'untagged',
    make: async () => {
      const id = await image('app:1', 'app:2')
      await runningContainer('app:1')
      return byName('app:1', id)
    },
  },
  {
    name: 'dangling, stopped container',
    verdict: 'needsForce',
    make: async () => {
      const id = await dangling()
      await stoppedContainer(id)
      return byId(id)
    },
  },
  {
    name: 'dangling, running container',
    verdict: 'cannot',
    make: async () => {
      const id = await dangling()
      await runningContainer(id)
      return byId(id)
    },
  },
])
