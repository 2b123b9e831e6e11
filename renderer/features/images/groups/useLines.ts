import type { ImageSetSum } from '@shared/domain/sizes'
import { useCallback, useMemo } from 'react'
import { type ImagesSnapshot, useImageBases, useImageSums } from '../../../api'
import type { VisibleImages } from '../list/useVisibleImages'
import { useImagesView } from '../viewState'
import { baseOf, type GroupHead, groupedLines, isHead, type ListLine, repositoryOf } from './groups.logic'

export type ListLines = {
  readonly lines: readonly ListLine[]
  /** Heads are among the lines. */
  readonly grouped: boolean
  /** What the disk holds of a group; undefined until it is told. */
  readonly sumOf: (head: GroupHead) => ImageSetSum | undefined
}

/** The visible rows as the list shows them: flat, or under heads with the true total of each group. */
export function useLines(visible: VisibleImages, snapshot: ImagesSnapshot | undefined): ListLines {
  const { grouping, closed } = useImagesView()
  const revision = snapshot?.revision
  const bases = useImageBases(grouping === 'base' ? revision : undefined)
  const lines = useMemo((): readonly ListLine[] => {
    if (grouping === 'flat') return visible.rows
    const groupOf = grouping === 'repository' ? repositoryOf : baseOf(bases?.groups ?? [])
    return groupedLines(visible.rows, groupOf, closed)
  }, [visible.rows, grouping, bases, closed])
  const heads = useMemo(() => (grouping === 'flat' ? [] : lines.filter(isHead)), [lines, grouping])
  const sets = useMemo(() => heads.map(({ members }) => members), [heads])
  const sums = useImageSums(sets, revision)
  const byKey = useMemo(() => {
    // The answer to other sets is nobody's total, but for heads that only opened or closed.
    const told = new Map(sums?.sets.map((set, index) => [set.join(), sums.answer.sums[index]]))
    return new Map(
      heads.flatMap(({ key, members }): [string, ImageSetSum][] => {
        const sum = told.get(members.join())
        return sum === undefined ? [] : [[key, sum]]
      }),
    )
  }, [sums, heads])
  const sumOf = useCallback(({ key }: GroupHead) => byKey.get(key), [byKey])
  return { lines, grouped: grouping !== 'flat', sumOf }
}
