import { describe, expect, it } from 'vitest'
import {
  knownRegistries,
  type PushPlan,
  pathFor,
  pushPlan,
  pushStart,
  shownOwners,
  tagsOf,
  typedTags,
} from '../../../renderer/features/transfers/push/push.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const row = anImageRow({ id: imageId(1), tags: ['app:1', 'app:latest', 'localhost:5000/team/app:1'] })

function valid(plan: PushPlan): Extract<PushPlan, { type: 'valid' }> {
  if (plan.type !== 'valid') throw new Error(plan.type)
  return plan
}

describe('where a push can go', () => {
  it('registries come from the names on the engine; Docker Hub is always one', () => {
    const other = anImageRow({ tags: ['ghcr.io/a/b:1', 'a/b:2', 'no-such.test/c:3'] })
    expect(knownRegistries([row, other])).toEqual(['ghcr.io', 'localhost:5000', 'no-such.test', 'docker.io'])
    expect(knownRegistries([])).toEqual(['docker.io'])
  })

  it('it begins where the image has a name already', () => {
    expect(pushStart(row, ['ghcr.io', 'docker.io'])).toEqual({
      registry: 'localhost:5000',
      path: 'team/app',
      tags: ['1', 'latest'],
    })
    expect(pushStart(anImageRow({ tags: ['app:1'] }), ['localhost:5000', 'docker.io'])).toEqual({
      registry: 'localhost:5000',
      path: 'app',
      tags: ['1'],
    })
    expect(pathFor(row, 'docker.io')).toBe('library/app')
    expect(tagsOf(anImageRow({ tags: [] }))).toEqual([])
  })
})

describe('what a push would do', () => {
  const to = { registry: 'localhost:5000', path: 'team/app', tags: ['1', '2'] }

  it('names that it makes are told from those that are there, with the commands', () => {
    const plan = valid(pushPlan(row, to, [row]))
    expect(plan.targets.map(({ canonical, owner }) => [canonical, owner])).toEqual([
      ['localhost:5000/team/app:1', 'thisImage'],
      ['localhost:5000/team/app:2', 'nobody'],
    ])
    expect(plan.command.split('\n')).toEqual([
      'docker push localhost:5000/team/app:1',
      'docker tag 000000010123 localhost:5000/team/app:2',
      'docker push localhost:5000/team/app:2',
    ])
  })

  it('a name of another image is shown and handed on as it was shown', () => {
    const other = anImageRow({ id: imageId(2), tags: ['localhost:5000/team/app:2'] })
    const { targets } = valid(pushPlan(row, to, [row, other]))
    expect(targets[1]?.owner).toEqual({ row: other, becomesDangling: true })
    expect(shownOwners(targets)).toEqual([{ tag: '2', imageId: imageId(2) }])
  })

  it('Docker Hub without a user name is remarked', () => {
    expect(valid(pushPlan(row, { ...to, registry: 'docker.io', path: 'app' }, [])).isOfficialName).toBe(true)
    expect(valid(pushPlan(row, { ...to, registry: 'docker.io', path: 'me/app' }, [])).isOfficialName).toBe(
      false,
    )
  })

  it.each([
    [{ registry: '', path: 'a', tags: ['1'] }, 'incomplete'],
    [{ registry: 'localhost:5000', path: '', tags: ['1'] }, 'incomplete'],
    [{ registry: 'localhost:5000', path: 'app:1', tags: ['1'] }, 'invalid'],
    [{ registry: 'nohost', path: 'app', tags: ['1'] }, 'invalid'],
    [{ registry: 'localhost:5000', path: 'App', tags: ['1'] }, 'invalid'],
    [{ registry: 'localhost:5000', path: 'app', tags: ['-x'] }, 'invalid'],
  ] as const)('%j is %s', (typed, type) => {
    expect(pushPlan(row, typed, []).type).toBe(type)
  })

  it('tags are typed with spaces or commas', () => {
    expect(typedTags(' 1.2, latest  x ')).toEqual(['1.2', 'latest', 'x'])
  })
})
