import { setTimeout as sleep } from 'node:timers/promises'
import type { ImageRow } from '@shared/domain/image'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countingProxy } from '../adapter/support'
import { eventually, settled } from '../support/eventually'
import { anImage, busyboxLayer, fileLayer, load } from '../support/images'
import { randomOf } from '../support/random'
import { docker, dockerResult, emptySandbox, sandbox } from '../support/sandbox'
import { allRows, app, classicBuild, pushed } from './support'

/** Destroys everything on its engine. 60 changes; 500 with STRATA_FULL=1, 30 with STRATA_BRIEF=1. */
const changes = process.env.STRATA_FULL === '1' ? 500 : process.env.STRATA_BRIEF === '1' ? 30 : 60

beforeAll(async () => await emptySandbox())
afterAll(async () => await emptySandbox())

/**
 * What only watching can know, or only an inspect, is left out; and the parent on the containerd store, where list and
 * inspect disagree once an image has several names of which some were not made by the builder.
 */
const comparable = (row: ImageRow) => {
  const asked = { unique: undefined, uniqueAbout: undefined }
  const known = { ...row, ...asked, was: undefined, platform: undefined, ledger: undefined }
  if (sandbox().store === 'classic') return known
  return { ...known, parentId: undefined, naming: row.naming === 'intermediate' ? 'dangling' : row.naming }
}
const byId = (a: ImageRow, b: ImageRow) => (a.id < b.id ? -1 : 1)

test('after random changes by the docker CLI the rows equal a fresh list and docker images', async () => {
  const random = randomOf(Number(process.env.STRATA_SEED ?? 7))
  const busybox = await busyboxLayer()
  const specs = Array.from({ length: 4 }, (_, i) =>
    anImage({ tags: [`base-${i}:1`], layers: [busybox, fileLayer('own', 20)] }),
  )
  await load(specs)
  const { images } = await app()
  await allRows(images)

  const tag = () => `${random.pick(['app', 'team/app', 'localhost:5999/app'])}:${random.below(4)}`
  const any = async () => {
    const ids = (await docker('images', '--all', '--quiet', '--no-trunc')).split('\n').filter(Boolean)
    return ids.length === 0 ? 'none' : random.pick(ids)
  }
  const container = async () => {
    const ids = (await docker('ps', '--all', '--quiet')).split('\n').filter(Boolean)
    return ids.length === 0 ? 'none' : random.pick(ids)
  }
  const acts: (() => Promise<unknown>)[] = [
    async () => await dockerResult(['tag', await any(), tag()]),
    async () => await dockerResult(['tag', await any(), tag()]),
    async () => await dockerResult(['tag', await any(), tag()]),
    async () => await dockerResult(['rmi', tag()]),
    async () => await dockerResult(['rmi', '--force', await any()]),
    async () => await load([anImage({ tags: [tag()], layers: [busybox, fileLayer('own', 20)] })]),
    async () => await dockerResult(['run', '--detach', await any(), '/bin/sleep', '1000']),
    async () => await dockerResult(['create', await any(), '/bin/true']),
    async () => await dockerResult(['stop', '--time', '0', await container()]),
    async () => await dockerResult(['start', await container()]),
    async () => await dockerResult(['rm', '--force', await container()]),
    async () => await dockerResult(['commit', await container(), ...(random.next() < 0.5 ? [tag()] : [])]),
    async () => await dockerResult(['image', 'prune', '--force']),
    async () =>
      await classicBuild(
        `FROM ${await any()}\nLABEL x=${random.below(3)}`,
        random.next() < 0.5 ? tag() : undefined,
      ).catch(() => ''),
    async () => {
      const pulled = await pushed(await any(), `team/pushed-${random.below(1_000_000)}`).catch(
        () => undefined,
      )
      if (pulled === undefined) return
      await dockerResult(['rmi', pulled.replace(/@.*/, ':pushed')])
      await dockerResult(['pull', random.next() < 0.5 ? pulled : pulled.replace(/@.*/, ':pushed')])
    },
  ]
  for (let i = 0; i < changes; i += 1) {
    await random.pick(acts)()
    if (i % 10 !== 9 && i !== changes - 1) continue
    const same = async () => {
      const fresh = (await app()).images
      const [now, again] = [await allRows(images), await allRows(fresh)]
      return [now, again].map((rows) => rows.map(comparable).sort(byId))
    }
    let [now, again] = await same()
    for (let tries = 0; tries < 40 && JSON.stringify(now) !== JSON.stringify(again); tries += 1) {
      await sleep(200)
      ;[now, again] = await same()
    }
    expect(now).toEqual(again)
  }
  const listed = await docker('images', '--all', '--no-trunc', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}')
  const tagged = listed
    .split('\n')
    .filter((line) => line !== '' && !line.includes('<none>'))
    .sort()
  const rows = await allRows(images)
  expect(rows.flatMap((row) => row.tags.map((name) => `${row.id} ${name}`)).sort()).toEqual(tagged)
})

test('a change of the CLI is one inspect, and an idle index asks nothing', async () => {
  await load([anImage({ tags: ['seen:1'] })])
  const proxy = await countingProxy()
  const { images } = await app(proxy.host)
  await allRows(images)
  // What the first list set off has to be over before anything is counted.
  await settled(() => proxy.requests.length, 1_000)
  const seen: ImageRow[] = []
  images.onChange((change) => {
    if (change.type === 'delta') seen.push(...change.upserted)
  })
  proxy.requests.length = 0
  await docker('tag', 'seen:1', 'seen:2')
  await eventually(() => expect(seen.flatMap(({ tags }) => tags)).toContain('seen:2'))
  await settled(() => proxy.requests.length, 1_000)
  expect(proxy.requests.map((line) => line.replace(/^GET \S*(\/images\/)\S*(\/json).*/, '$1ID$2'))).toEqual([
    '/images/ID/json',
  ])
})

test('a label of 20 MB: the list stays small, the details open, the raw view is cut', async () => {
  const label = 'x'.repeat(20_000_000)
  const config = { Labels: { big: label, __proto__x: '1', '<img src=x>': '\u001b[31m\u202e' } }
  await load([anImage({ tags: ['huge:1'], config }), anImage({ tags: ['small:1'] })])
  const { images } = await app()
  const page = await images.list({})
  expect(JSON.stringify(page).length).toBeLessThan(2_000_000)
  const details = await images.inspect({ image: 'huge:1' })
  expect(JSON.stringify(details).length).toBeLessThan(1_000_000)
  expect(details.labels.find(({ name }) => name === 'big')?.value.length).toBe(20_000_000)
  const raw = await images.raw({ image: 'huge:1' })
  expect(raw.text.length).toBeLessThan(1_000_000)
  expect(raw.cutStrings).toBeGreaterThan(0)
  expect((await images.raw({ image: 'huge:1', path: '.Config.Labels["<img src=x>"]' })).text).toBe(
    '"\\u001b[31m\\u202e"',
  )
  expect((await images.list({ labels: ['big'] })).total).toBe(1)
})
