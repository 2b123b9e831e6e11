import { describe, expect, it } from 'vitest'
import {
  baseOf,
  groupedLines,
  isHead,
  lineKey,
  repositoryOf,
} from '../../../renderer/features/images/groups/groups.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const [one, two, three, four] = [1, 2, 3, 4].map(imageId)
const rows = [
  anImageRow({ id: one, tags: ['team/app:2'] }),
  anImageRow({ id: two, tags: ['redis:7'] }),
  anImageRow({ id: three, tags: ['team/app:1'] }),
  anImageRow({ id: four, tags: [] }),
]
const none: ReadonlySet<string> = new Set()

describe('groups', () => {
  it('stand in the order of their first row, each row once', () => {
    const lines = groupedLines(rows, repositoryOf, none)
    expect(lines.map(lineKey)).toEqual([
      'repository team/app',
      one,
      three,
      'repository redis',
      two,
      'repository',
      four,
    ])
    expect(lines.filter(isHead)[2]?.name).toBeUndefined()
  })

  it('hide their rows when closed, and still count them', () => {
    const lines = groupedLines(rows, repositoryOf, new Set(['repository team/app']))
    expect(lines.map(lineKey)).toEqual(['repository team/app', 'repository redis', two, 'repository', four])
    expect(lines.filter(isHead)[0]).toMatchObject({ open: false, members: [one, three] })
  })

  it('by base say which base is a guess', () => {
    const base = { imageId: two ?? '', name: 'redis:7', guessed: true }
    const groupOf = baseOf([{ base, images: [two ?? '', one ?? ''] }, { images: [four ?? ''] }])
    const heads = groupedLines(rows, groupOf, none).filter(isHead)
    expect(heads.map(({ name, guessed, members }) => [name, guessed, members])).toEqual([
      ['redis:7', true, [one, two]],
      [undefined, false, [three, four]],
    ])
  })
})
