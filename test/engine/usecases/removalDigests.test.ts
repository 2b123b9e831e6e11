import { stoppedContainer } from '../support/images'
import { docker } from '../support/sandbox'
import { byId, byName, image, testSituations } from './matrixSupport'
import { classicBuild, pushed } from './support'

testSituations('what the plan says of digests is what the engine does', [
  {
    name: 'a pushed tag, its digest goes along',
    verdict: 'deleted',
    make: async () => {
      const id = await image('app:1')
      const digest = await pushed(id, 'team/app')
      await docker('rmi', 'app:1')
      return byName(digest.replace(/@.*/, ':pushed'), id)
    },
  },
  {
    name: 'a pushed tag beside another repository',
    verdict: 'untagged',
    make: async () => {
      const id = await image('app:1')
      const digest = await pushed(id, 'team/app')
      return byName(digest.replace(/@.*/, ':pushed'), id)
    },
  },
  {
    name: 'another repository beside a pushed tag',
    verdict: 'untagged',
    make: async () => {
      const id = await image('app:1')
      await pushed(id, 'team/app')
      return byName('app:1', id)
    },
  },
  {
    name: 'by the digest of a tagged repository',
    verdict: { classic: 'untagged', containerd: 'deleted' },
    make: async () => {
      const id = await image('app:1')
      const digest = await pushed(id, 'team/app')
      await docker('rmi', 'app:1')
      return byName(digest, id)
    },
  },
  {
    name: 'a parent by the digest of its only repository',
    verdict: { classic: 'untagged', containerd: 'deleted' },
    make: async () => {
      const id = await image('base:1')
      const digest = await pushed(id, 'team/base')
      await docker('rmi', 'base:1')
      await classicBuild(`FROM ${digest.replace(/@.*/, ':pushed')}\nLABEL a=1`, 'child:1')
      return byName(digest, id)
    },
  },
  {
    name: 'by the digest of one of two repositories',
    verdict: 'untagged',
    make: async () => {
      const id = await image('app:1')
      return byName(await pushed(id, 'team/app'), id)
    },
  },
  {
    name: 'by id, a tag and the digest of the same repository',
    verdict: 'deleted',
    make: async () => {
      const id = await image('app:1')
      await pushed(id, 'team/app')
      await docker('rmi', 'app:1')
      return byId(id)
    },
  },
  {
    name: 'pulled by digest, by that digest',
    verdict: 'deleted',
    make: async () => {
      const digest = await pushed(await image('app:1'), 'team/app')
      await docker('rmi', 'app:1', digest.replace(/@.*/, ':pushed'))
      await docker('pull', digest)
      return byName(digest, await docker('image', 'inspect', '--format', '{{.Id}}', digest))
    },
  },
  {
    name: 'pulled by digest, by id',
    verdict: 'deleted',
    make: async () => {
      const digest = await pushed(await image('app:1'), 'team/app')
      await docker('rmi', 'app:1', digest.replace(/@.*/, ':pushed'))
      await docker('pull', digest)
      return byId(await docker('image', 'inspect', '--format', '{{.Id}}', digest))
    },
  },
  {
    name: 'pulled by digest, stopped container, by digest',
    verdict: { classic: 'needsForce', containerd: 'forceOnlyUntags' },
    make: async () => {
      const digest = await pushed(await image('app:1'), 'team/app')
      await docker('rmi', 'app:1', digest.replace(/@.*/, ':pushed'))
      await docker('pull', digest)
      await stoppedContainer(digest)
      return byName(digest, await docker('image', 'inspect', '--format', '{{.Id}}', digest))
    },
  },
  {
    name: 'pulled by digest and tagged elsewhere, by id',
    verdict: 'needsForce',
    make: async () => {
      const digest = await pushed(await image('app:1'), 'team/app')
      await docker('rmi', digest.replace(/@.*/, ':pushed'))
      await docker('pull', digest)
      await docker('tag', digest, 'elsewhere:1')
      return byId(await docker('image', 'inspect', '--format', '{{.Id}}', digest))
    },
  },
])
