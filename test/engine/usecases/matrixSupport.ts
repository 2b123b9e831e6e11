import type { RemovalTarget, RemovalVerdict } from '@shared/domain/removal'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { planRemoval } from '../../../main/cleanup/removalPlan'
import type { EngineClient } from '../../../main/ports/engineClient'
import { attach } from '../adapter/support'
import { anImage, busyboxLayer, fileLayer, load } from '../support/images'
import { docker, emptySandbox, sandbox } from '../support/sandbox'
import { factsOf, lost, predicted } from './support'

const containerd = () => sandbox().store === 'containerd'

export async function image(...tags: string[]): Promise<string> {
  const layers = [await busyboxLayer(), fileLayer('own', 50)]
  const [id = ''] = await load([anImage({ tags: tags.slice(0, 1), layers })])
  for (const tag of tags.slice(1)) await docker('tag', id, tag)
  return id
}

export async function dangling(): Promise<string> {
  const id = await image('soon-gone:1')
  await image('soon-gone:1')
  await docker('rmi', 'soon-gone:1')
  return id
}

export const byName = (reference: string, imageId: string): RemovalTarget => ({
  type: 'reference',
  reference,
  imageId,
})
export const byId = (imageId: string): RemovalTarget => ({ type: 'image', imageId })

export type Situation = {
  readonly name: string
  readonly make: () => Promise<RemovalTarget>
  readonly verdict: RemovalVerdict | { readonly classic: RemovalVerdict; readonly containerd: RemovalVerdict }
}

/**
 * Each situation removed plainly and by force: what the plan says is what the engine does. With STRATA_BRIEF=1 every
 * other one plainly and the rest by force, the other way round for an odd STRATA_SEED. Destroys everything on its engine.
 */
export function testSituations(title: string, situations: readonly Situation[]): void {
  beforeAll(async () => await emptySandbox())
  afterEach(async () => await emptySandbox())
  describe(title, () => {
    for (const [i, situation] of situations.entries()) {
      const forced = (i + Number(process.env.STRATA_SEED ?? 0)) % 2 === 1
      for (const force of process.env.STRATA_BRIEF === '1' ? [forced] : [false, true]) {
        test(`${situation.name}, ${force ? 'by force' : 'plainly'}`, async () => {
          const target = await situation.make()
          const client = (await attach()).client()
          const before = await factsOf(client)
          const [item] = planRemoval([target], before).items
          if (item === undefined)
            return expect.fail(`not planned: ${JSON.stringify([target, before.entries])}`)
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
}

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
