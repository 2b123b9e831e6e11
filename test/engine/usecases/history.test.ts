import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anImage, build, busyboxLayer, fileLayer, imageId, load, type Step } from '../support/images'
import { emptySandbox, sandbox, uniqueName } from '../support/sandbox'
import { app } from './support'

/** Destroys everything on its engine. */
beforeAll(async () => {
  await emptySandbox()
  await load([anImage({ tags: ['base:1'], layers: [await busyboxLayer()] })])
})
afterAll(async () => await emptySandbox())

const dockerfile = [
  'FROM base:1',
  'ENV A=1',
  'WORKDIR /a',
  'WORKDIR b',
  'RUN true',
  'RUN mkdir /empty',
  'COPY file /file',
  'RUN echo hello > /hello',
  'LABEL a=1',
  'EXPOSE 80',
  'CMD ["/bin/sh"]',
].join('\n')

describe('history', () => {
  test('of the classic builder: every step has its layer or none, and the base is known', async () => {
    const tag = `${uniqueName()}:1`
    const id = await build(
      tag,
      { Dockerfile: dockerfile, file: 'content' },
      { env: { DOCKER_BUILDKIT: '0' } },
    )
    const { images } = await app()
    const history = await images.history({ image: tag })
    expect(history.alignment).toBe('exact')
    const made = (text: string) =>
      history.lines.find((line) => line.createdBy.text.includes(text))?.emptyLayer
    expect([made('WORKDIR /a'), made('mkdir /empty'), made('hello'), made('COPY')]).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect([made('ENV A'), made('LABEL'), made('EXPOSE'), made('CMD')]).toEqual([true, true, true, true])
    // A RUN that changes nothing makes no layer on the classic store (tutorials.md, fact 15).
    if (sandbox().store === 'classic') expect(made('/bin/sh -c true')).toBe(true)
    expect(history.lines.filter((line) => line.emptyLayer === false).length).toBe(history.layerCount)
    const layers = history.lines.flatMap((line) => line.layer ?? [])
    expect(layers).toEqual([...layers].sort((a, b) => b - a))
    expect(history.base).toMatchObject({ imageId: await imageId('base:1'), name: 'base:1' })
    expect(history.baseLine).toBe(10)
    expect((history.ownBytes ?? 0) + (history.baseBytes ?? 0)).toBe(
      history.lines.reduce((sum, line) => sum + line.size, 0),
    )
    expect(id).toMatch(/^sha256:/)
  })

  test('of BuildKit: aligned by its marks and the number of layers', async () => {
    const tag = `${uniqueName()}:1`
    const built = await build(
      tag,
      { Dockerfile: dockerfile, file: 'content' },
      { env: { DOCKER_BUILDKIT: '1' } },
    ).catch((cause: unknown) => String(cause))
    // Without buildx a CLI of Debian has no BuildKit build.
    if (!built.startsWith('sha256:')) return
    const { images } = await app()
    const history = await images.history({ image: tag })
    expect(history.alignment).not.toBe('uncertain')
    const made = (text: string) =>
      history.lines.find((line) => line.createdBy.text.includes(text))?.emptyLayer
    expect([made('WORKDIR /a'), made('mkdir /empty'), made('hello'), made('COPY')]).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect([made('ENV A'), made('LABEL'), made('EXPOSE'), made('CMD')]).toEqual([true, true, true, true])
    expect(history.lines.filter((line) => line.emptyLayer === false).length).toBe(history.layerCount)
    expect(history.base).toMatchObject({ name: 'base:1', known: 'chain' })
    expect(history.baseLine).toBe(10)
  })

  test('of 20,000 rows comes in pages, aligned whole', async () => {
    const layer = fileLayer('data')
    const steps: Step[] = Array.from({ length: 20_000 }, (_, i) => ({
      createdBy: `ENV N${i}=${'x'.repeat(50)}`,
    }))
    steps[5] = { createdBy: 'COPY data / # buildkit', layer }
    await load([anImage({ tags: ['long:1'], steps })])
    const { images } = await app()
    await images.list({})
    const first = await images.history({ image: 'long:1' })
    expect(first).toMatchObject({ total: 20_000, from: 0, alignment: 'exact' })
    expect(first.lines.length).toBe(2_000)
    expect(JSON.stringify(first).length).toBeLessThan(1_000_000)
    const last = await images.history({ image: 'long:1', from: 18_000 })
    expect(last.lines[1_994]).toMatchObject({ emptyLayer: false, diffId: layer.diffId, layer: 0 })
  })

  test('that contradicts the layers names none', async () => {
    const layer = fileLayer('data')
    await load([
      anImage({
        tags: ['liar:1'],
        steps: [{ createdBy: 'COPY a / # buildkit', layer }, { createdBy: 'ENV A=1' }],
      }),
    ])
    const { images } = await app()
    expect((await images.history({ image: 'liar:1' })).alignment).toBe('exact')
  })

  test('an image built on another by chain: the base is a guess, the largest one', async () => {
    const [one, two, three] = [fileLayer('one'), fileLayer('two'), fileLayer('three')]
    await load([
      anImage({ tags: ['chain:1'], layers: [one] }),
      anImage({ tags: ['chain:2'], layers: [one, two] }),
      anImage({ tags: ['chain:3'], layers: [one, two, three] }),
    ])
    const { images } = await app()
    const history = await images.history({ image: 'chain:3' })
    expect(history.base).toEqual({
      imageId: await imageId('chain:2'),
      name: 'chain:2',
      layers: 2,
      known: 'chain',
    })
    expect(history.baseLine).toBe(1)
  })
})

describe('tagging', () => {
  test('says before that another image would become dangling, does it, and refuses when things moved', async () => {
    await load([anImage({ tags: ['mine:1'] }), anImage({ tags: ['theirs:1'] })])
    const [mine, theirs] = [await imageId('mine:1'), await imageId('theirs:1')]
    const { images } = await app()
    expect(await images.tagPreview({ imageId: mine, reference: 'theirs:1' })).toEqual({
      type: 'valid',
      canonical: 'docker.io/library/theirs:1',
      familiar: 'theirs:1',
      defaultedTag: false,
      owner: { type: 'otherImage', imageId: theirs, becomesDangling: true, otherTags: [] },
      command: `docker tag ${mine.slice(7, 19)} theirs:1`,
    })
    await expect(images.tag({ imageId: mine, reference: 'theirs:1' })).rejects.toMatchObject({
      error: { code: 'IMAGE_CHANGED' },
    })
    expect(await images.tag({ imageId: mine, reference: 'theirs:1', expectedOwner: theirs })).toEqual({
      canonical: 'docker.io/library/theirs:1',
      familiar: 'theirs:1',
      previousOwner: theirs,
      previousOwnerDangling: true,
    })
    expect(await imageId('theirs:1')).toBe(mine)
    expect(await images.tag({ imageId: mine, reference: 'localhost:5000/new' })).toMatchObject({
      familiar: 'localhost:5000/new:latest',
    })
    await expect(images.tag({ imageId: mine, reference: 'Bad:1' })).rejects.toMatchObject({
      error: { code: 'REFERENCE_UPPERCASE' },
    })
  })
})
