import { AppFailure } from '@shared/errors'
import { describe, expect, test } from 'vitest'
import { entryOfListed } from '../../../main/images/imageEntry'
import { ImageTable } from '../../../main/images/imageTable'
import { parseTagName, previewTag, tagImage } from '../../../main/images/tagging'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'

const [a, b] = [imageId(0xa), imageId(0xb)]

function engineWith(...names: string[]): FakeEngine {
  const engine = new FakeEngine()
  engine.add({ id: a }, 'mine:1')
  engine.add({ id: b }, ...names)
  return engine
}

async function tableOf(engine: FakeEngine): Promise<ImageTable> {
  const table = new ImageTable()
  for (const image of await engine.client().listImages({}))
    table.put(entryOfListed(image, engine.store, undefined))
  return table
}

async function code(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'done',
    (cause: unknown) => (cause instanceof AppFailure ? cause.error.code : String(cause)),
  )
}

test.each([
  ['app', 'app:latest', true],
  ['app:1', 'app:1', false],
  ['docker.io/library/app:1', 'app:1', false],
  ['localhost:5000/app', 'localhost:5000/app:latest', true],
])('%s is the name %s', (text, familiar, defaultedTag) => {
  expect(parseTagName(text)).toMatchObject({ value: { reference: { familiar }, defaultedTag } })
})

test.each([
  [`app@sha256:${'d'.repeat(64)}`, 'REFERENCE_NEEDS_TAG'],
  [`app:1@sha256:${'d'.repeat(64)}`, 'REFERENCE_NEEDS_TAG'],
  ['sha256:1', 'REFERENCE_IS_ID'],
  ['d'.repeat(64), 'REFERENCE_IS_ID'],
  ['App', 'REFERENCE_UPPERCASE'],
])('%s is no name to give: %s', (text, expected) => {
  expect(parseTagName(text)).toMatchObject({ error: { code: expected } })
})

describe('the preview', () => {
  test.each([
    [['theirs:1'], 'theirs:1', { type: 'otherImage', imageId: b, becomesDangling: true, otherTags: [] }],
    [
      ['theirs:1', 'theirs:2'],
      'theirs:1',
      { type: 'otherImage', imageId: b, becomesDangling: false, otherTags: ['theirs:2'] },
    ],
    [
      ['theirs:1', `theirs@${b}`],
      'theirs:1',
      { type: 'otherImage', imageId: b, becomesDangling: false, otherTags: [] },
    ],
    [['theirs:1'], 'mine:1', { type: 'thisImage' }],
    [['theirs:1'], 'new', { type: 'nobody' }],
  ])('with %j there, %s: %j', async (names, reference, owner) => {
    const table = await tableOf(engineWith(...names))
    expect(previewTag(table, 'classic', a, reference)).toMatchObject({ type: 'valid', owner })
  })

  test('on the containerd store the digest goes with the tag, so it dangles', async () => {
    const table = await tableOf(engineWith('theirs:1', `theirs@${b}`))
    expect(previewTag(table, 'containerd', a, 'theirs:1')).toMatchObject({ owner: { becomesDangling: true } })
  })

  test('says what is wrong with the text', async () => {
    expect(previewTag(await tableOf(engineWith()), 'classic', a, '')).toMatchObject({
      type: 'invalid',
      error: { code: 'REFERENCE_EMPTY' },
    })
  })
})

describe('tagging', () => {
  test('a free name', async () => {
    const engine = engineWith()
    expect(await tagImage(engine.client(), { imageId: a, reference: 'new' })).toEqual({
      canonical: 'docker.io/library/new:latest',
      familiar: 'new:latest',
      previousOwnerDangling: false,
    })
    expect(engine.references.get('new:latest')).toBe(a)
  })

  test('takes a name from the image that the preview named, and says what became of it', async () => {
    const engine = engineWith('theirs:1')
    expect(
      await tagImage(engine.client(), { imageId: a, reference: 'theirs:1', expectedOwner: b }),
    ).toMatchObject({ previousOwner: b, previousOwnerDangling: true })
  })

  test('does nothing when somebody else has the name by now', async () => {
    const engine = engineWith('theirs:1')
    expect(await code(tagImage(engine.client(), { imageId: a, reference: 'theirs:1' }))).toBe('IMAGE_CHANGED')
    expect(await code(tagImage(engine.client(), { imageId: a, reference: 'gone:1', expectedOwner: b }))).toBe(
      'IMAGE_CHANGED',
    )
    expect(engine.requests.some((request) => request.startsWith('tag'))).toBe(false)
  })

  test('is believed only when a look agrees', async () => {
    const engine = engineWith()
    engine.before = (request) => {
      if (request === 'inspect docker.io/library/new:1' && engine.references.has('new:1'))
        engine.references.set('new:1', b)
    }
    expect(await code(tagImage(engine.client(), { imageId: a, reference: 'new:1' }))).toBe('IMAGE_CHANGED')
    expect(await code(tagImage(engine.client(), { imageId: imageId(7), reference: 'new:1' }))).toBe(
      'IMAGE_NOT_FOUND',
    )
  })
})
