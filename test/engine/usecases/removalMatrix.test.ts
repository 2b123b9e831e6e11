import type { RemovalTarget, RemovalVerdict } from '@shared/domain/removal'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { planRemoval } from '../../../main/cleanup/removalPlan'
import type { EngineClient } from '../../../main/ports/engineClient'
import { attach } from '../adapter/support'
import { anImage, busyboxLayer, fileLayer, load, runningContainer, stoppedContainer } from '../support/images'
import { docker, dockerResult, emptySandbox, sandbox } from '../support/sandbox'
import { classicBuild, factsOf, lost, predicted, pushed } from './support'

/** Destroys everything on its engine, again and again. */
const containerd = () => sandbox().store === 'containerd'

beforeAll(async () => await emptySandbox())
afterEach(async () => await emptySandbox())

async function image(...tags: string[]): Promise<string> {
  const layers = [await busyboxLayer(), fileLayer('own', 50)]
  const [id = ''] = await load([anImage({ tags: tags.slice(0, 1), layers })])
  for (const tag of tags.slice(1)) await docker('tag', id, tag)
  return id
}

async function dangling(): Promise<string> {
  const id = await image('soon-gone:1')
  await image('soon-gone:1')
  await docker('rmi', 'soon-gone:1')
  return id
}

const byName = (reference: string, imageId: string): RemovalTarget => ({
  type: 'reference',
  reference,
  imageId,
})
const byId = (imageId: string): RemovalTarget => ({ type: 'image', imageId })

type Situation = {
  readonly name: string
  readonly make: () => Promise<RemovalTarget>
  readonly verdict: RemovalVerdict | { readonly classic: RemovalVerdict; readonly containerd: RemovalVerdict }
}

const situations: readonly Situation[] = [
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
]

describe('what the plan says is what the engine does', () => {
  for (const situation of situations) {
    for (const force of [false, true]) {
      test(`${situation.name}, ${force ? 'by force' : 'plainly'}`, async () => {
        const target = await situation.make()
        const client = (await attach()).client()
        const before = await factsOf(client)
        const [item] = planRemoval([target], before).items
        if (item === undefined) return expect.fail(`not planned: ${JSON.stringify([target, before.entries])}`)
        const outcome = force ? item.forced : item.plain
        const refusal = await remove(client, target, force)
        const after = await factsOf(client)
        const gone = lost(before.entries, after.entries)
        const really = refusal === undefined ? gone : 'refused'
        expect({ really, refusal }).toEqual({ really: predicted(target, outcome), refusal })
        if (refusal !== undefined) expect(gone).toEqual({ names: [], ids: [] })
        const { verdict } = situation
        const expected =
          typeof verdict === 'string' ? verdict : containerd() ? verdict.containerd : verdict.classic
        expect(item.verdict).toBe(expected)
      })
    }
  }
})

/** Undefined when the engine did it, else its words. */
async function remove(
  client: EngineClient,
  target: RemovalTarget,
  force: boolean,
): Promise<string | undefined> {
  const name = target.type === 'reference' ? target.reference : target.imageId
  try {
    await client.removeImage(name, { force })
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}
