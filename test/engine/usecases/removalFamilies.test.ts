import { stoppedContainer } from '../support/images'
import { docker, dockerResult } from '../support/sandbox'
import { byId, byName, image, testSituations } from './matrixSupport'
import { classicBuild } from './support'

testSituations('what the plan says of parents and children is what the engine does', [
  {
    name: 'the only tag of a parent',
    verdict: 'untagged',
    make: async () => {
      const id = await image('base:1')
      await classicBuild('FROM base:1\nLABEL a=1', 'child:1')
      return byName('base:1', id)
    },
  },
  {
    name: 'by id, a tagged parent',
    verdict: { classic: 'cannot', containerd: 'deleted' },
    make: async () => {
      const id = await image('base:1')
      await classicBuild('FROM base:1\nLABEL a=1', 'child:1')
      return byId(id)
    },
  },
  {
    name: 'one of two tags of a parent',
    verdict: 'untagged',
    make: async () => {
      const id = await image('base:1', 'base:2')
      await classicBuild('FROM base:1\nLABEL a=1', 'child:1')
      return byName('base:1', id)
    },
  },
  {
    name: 'the last child of untagged parents',
    verdict: 'deleted',
    make: async () => {
      await image('base:1')
      const id = await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2\nLABEL c=3', 'child:1')
      await docker('rmi', 'base:1')
      return byName('child:1', id)
    },
  },
  {
    name: 'by id, the last child of a tagged base',
    verdict: 'deleted',
    make: async () => {
      await image('base:1')
      return byId(await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1'))
    },
  },
  {
    name: 'a child whose untagged parent has another child',
    verdict: 'deleted',
    make: async () => {
      await image('base:1')
      await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'twin:1')
      return byName('child:1', await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=3', 'child:1'))
    },
  },
  {
    name: 'a child with two tags, by one of them',
    verdict: 'untagged',
    make: async () => {
      await image('base:1')
      const id = await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1')
      await docker('tag', id, 'child:2')
      return byName('child:1', id)
    },
  },
  {
    name: 'by id, a child with two tags and untagged parents',
    verdict: 'needsForce',
    make: async () => {
      await image('base:1')
      const id = await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1')
      await docker('tag', id, 'child:2')
      return byId(id)
    },
  },
  {
    name: 'a child whose untagged parent has a stopped container',
    verdict: 'deleted',
    make: async () => {
      await image('base:1')
      const middle = await classicBuild('FROM base:1\nLABEL a=1', 'middle:1')
      const id = await classicBuild('FROM middle:1\nLABEL b=2', 'child:1')
      await stoppedContainer(middle)
      await docker('rmi', '--force', 'middle:1')
      return byName('child:1', id)
    },
  },
  {
    name: 'by id, an untagged parent',
    verdict: { classic: 'cannot', containerd: 'deleted' },
    make: async () => {
      await image('base:1')
      const middle = await classicBuild('FROM base:1\nLABEL a=1')
      await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1')
      return byId(middle)
    },
  },
  {
    name: 'by id, a child whose base is gone',
    verdict: 'deleted',
    make: async () => {
      const base = await image('base:1')
      const id = await classicBuild('FROM base:1\nLABEL a=1\nLABEL b=2', 'child:1')
      // The containerd store lets a base go from under its children; the classic one refuses.
      await dockerResult(['rmi', '--force', base])
      return byId(id)
    },
  },
])
