import { anImage, busyboxLayer, fileLayer, load, runningContainer, stoppedContainer } from '../support/images'
import type { randomOf } from '../support/random'
import { docker, dockerResult } from '../support/sandbox'
import { classicBuild, pushed } from './support'

export type Random = ReturnType<typeof randomOf>

/**
 * A few images with tags in several repositories, digests, labels, ages, parents (with untagged ones between), dangling ones,
 * and containers in every state.
 */
export async function makeWorld(random: Random): Promise<void> {
  const busybox = await busyboxLayer()
  const count = 2 + random.below(3)
  const specs = Array.from({ length: count }, (_, i) => {
    return anImage({
      tags: [`base-${i}:1`],
      created: `202${random.below(6)}-03-01T12:00:00Z`,
      layers: [busybox, fileLayer('own', 20 + random.below(3) * 400_000, `seed ${i} ${random.next()}`)],
    })
  })
  await load(specs)
  const names = specs.map((_, i) => `base-${i}:1`)
  const repositories = ['app', 'team/app', 'localhost:5999/app', 'other']
  for (let i = random.below(4); i > 0; i -= 1) {
    const child = `child-${i}:1`
    await classicBuild(
      `FROM ${random.pick(names)}\n${'LABEL a=1\n'.repeat(random.below(2))}LABEL c=${i}`,
      child,
    )
    names.push(child)
  }
  for (let i = 2 + random.below(6); i > 0; i -= 1) {
    const name = `${random.pick(repositories)}:${random.below(3)}`
    await docker('tag', random.pick(names), name)
    names.push(name)
  }
  if (random.next() < 0.4) {
    const id = await docker('image', 'inspect', '--format', '{{.Id}}', random.pick(names))
    const digest = await pushed(id, `team/pushed-${random.below(1_000_000)}`)
    names.push(digest.replace(/@.*/, ':pushed'))
    if (random.next() < 0.5) await dockerResult(['rmi', digest.replace(/@.*/, ':pushed')])
  }
  for (let i = random.below(4); i > 0; i -= 1) {
    const name = random.pick(names)
    const kind = random.below(3)
    if (kind === 0) await runningContainer(name).catch(() => '')
    if (kind === 1) await stoppedContainer(name).catch(() => '')
    if (kind === 2) await dockerResult(['create', name])
  }
  for (let i = random.below(4); i > 0; i -= 1) await dockerResult(['rmi', '--force', random.pick(names)])
}
