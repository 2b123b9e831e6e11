import type { ArchiveContent } from '@shared/domain/archive'
import { describe, expect, it } from 'vitest'
import {
  type ImageContent,
  importPlan,
  loadCommand,
  loadPlan,
  wayOf,
} from '../../../renderer/features/transfers/load/load.logic'
import { saveChoices, savePlan } from '../../../renderer/features/transfers/save/save.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const shortOf = (n: number) => imageId(n).slice('sha256:'.length, 'sha256:'.length + 12)

describe('what is saved', () => {
  const app = anImageRow({ id: imageId(1), tags: ['team/app:1', 'team/app:latest'], size: 100 })
  const other = anImageRow({ id: imageId(2), tags: ['localhost:5000/x:2'], size: 50 })
  const dangling = anImageRow({ id: imageId(3), tags: [], digests: ['redis@sha256:1'], size: 7 })

  it('is every tag, and an image without one by its id', () => {
    const choices = saveChoices([app, dangling])
    expect(choices.map(({ image, isNamed }) => [image, isNamed])).toEqual([
      ['team/app:1', true],
      ['team/app:latest', true],
      [imageId(3), false],
    ])
    expect(savePlan(choices)).toEqual({
      images: ['team/app:1', 'team/app:latest', imageId(3)],
      suggestedName: 'images.tar',
      command: `docker save --output images.tar team/app:1 team/app:latest ${shortOf(3)}`,
      atMost: 107,
      nameless: 1,
      isTooMany: false,
    })
  })

  it.each([
    [[app], ['team/app:1'], 'team_app_1.tar'],
    [[app], ['team/app:1', 'team/app:latest'], 'team_app.tar'],
    [[other], ['localhost:5000/x:2'], 'localhost_5000_x_2.tar'],
    [[dangling], [imageId(3)], `${shortOf(3)}.tar`],
    [[app, other], ['team/app:1', 'localhost:5000/x:2'], 'images.tar'],
    [[], [], 'images.tar'],
  ])('is proposed under a name that any system takes (%#)', (rows, images, name) => {
    const chosen = saveChoices(rows).filter(({ image }) => images.includes(image))
    expect(savePlan(chosen).suggestedName).toBe(name)
  })

  it('is at most so much that one request can name it', () => {
    const many = Array.from({ length: 501 }, (_, n) => anImageRow({ id: imageId(n), tags: [`a:${n}`] }))
    expect(savePlan(saveChoices(many)).isTooMany).toBe(true)
    expect(savePlan(saveChoices(many.slice(1))).isTooMany).toBe(false)
  })
})

describe('what loading does', () => {
  const content = (...images: ImageContent['images']): ImageContent => ({
    type: 'image',
    format: 'docker',
    images,
    more: 0,
    isCut: false,
  })

  it('to each name: new, there already, or taken from another image, which may be left dangling', () => {
    const same = anImageRow({ id: imageId(1), tags: ['app:1'] })
    const loses = anImageRow({ id: imageId(2), tags: ['app:2', 'app:3'] })
    const keeps = anImageRow({ id: imageId(3), tags: ['app:4', 'kept:1'] })
    const plan = loadPlan(
      content(
        { references: ['app:1', 'app:2'], ids: [imageId(1)] },
        { references: ['docker.io/library/app:3', 'app:4', 'app:5'], ids: [imageId(9)] },
        { references: [], ids: [] },
      ),
      [same, loses, keeps],
    )
    expect(plan.names.map(({ familiar, becomes, dangles }) => [familiar, becomes, dangles])).toEqual([
      ['app:1', 'same', false],
      ['app:2', 'moves', true],
      ['app:3', 'moves', true],
      ['app:4', 'moves', false],
      ['app:5', 'new', false],
    ])
    expect(plan.nameless).toBe(1)
  })

  it('shows a name that is none as it is', () => {
    const [name] = loadPlan(content({ references: ['NO NAME'], ids: [] }), []).names
    expect(name).toMatchObject({ familiar: 'NO NAME', becomes: 'new' })
  })

  it.each<[ArchiveContent['type'], string | undefined]>([
    ['image', 'load'],
    ['damaged', 'load'],
    ['rootfs', 'import'],
    ['packed', 'choose'],
    ['empty', undefined],
    ['notTar', undefined],
  ])('depends on what is in the file: %s', (type, way) => {
    expect(wayOf(type === 'image' ? content() : { type })).toBe(way)
  })

  it('is told as a command, quoted where a shell needs it', () => {
    expect(loadCommand({ name: 'a.tar' }, 'load', { name: 'x', changes: [] })).toBe(
      'docker load --input a.tar',
    )
    expect(
      loadCommand({ name: "it's a \u202etar" }, 'import', {
        name: 'made:1',
        changes: ['CMD ["sh"]', 'USER app'],
      }),
    ).toBe(`docker import --change 'CMD ["sh"]' --change 'USER app' 'it'\\''s a ⟨U+202E⟩tar' made:1`)
    expect(loadCommand({ name: 'a.tar' }, 'import', { name: '', changes: [] })).toBe('docker import a.tar')
  })
})

describe('the name of an import', () => {
  it('is a tag, or nothing at all', () => {
    expect(importPlan('', [])).toEqual({ type: 'empty' })
    expect(importPlan('Made', [])).toMatchObject({ type: 'invalid', error: { code: 'REFERENCE_UPPERCASE' } })
    expect(importPlan(`made@sha256:${'a'.repeat(64)}`, [])).toMatchObject({
      type: 'invalid',
      error: { code: 'REFERENCE_NEEDS_TAG' },
    })
    const owner = anImageRow({ id: imageId(1), tags: ['made:latest'] })
    expect(importPlan('made', [owner])).toMatchObject({
      type: 'valid',
      canonical: 'docker.io/library/made:latest',
      owner,
      becomesDangling: true,
    })
  })
})
