import type { CallInput } from '@shared/contract'
import type { CompareChange } from '@shared/domain/compare'
import type { TreeQuery } from '@shared/domain/contents'
import { changes } from '../compare.logic'

type Open = TreeQuery['open']
export type AskedCompare = CallInput<'compare', 'tree'>['query']

/** What a person set for the files that differ. */
export type FilesState = {
  /** As typed. */
  readonly name: string
  /** Kinds that are shown; none of them named: all. */
  readonly changes: readonly CompareChange[]
  /** Bytes; 0 for no limit. */
  readonly atLeast: number
  readonly sort: 'name' | 'size'
  readonly open: Open
}

/** Few differences are seen at a glance; many by their folders. */
const fewChanges = 200

export function firstFiles(count: number): FilesState {
  const open = { all: count <= fewChanges, except: [] }
  return { name: '', changes: [], atLeast: 0, sort: 'name', open }
}

export const isFiltered = ({ name, changes: kinds, atLeast }: FilesState): boolean =>
  name.trim() !== '' || kinds.length > 0 || atLeast > 0

/** What main is asked; `name` comes late, when nobody types any more. */
export function queryOf(state: FilesState, name: string): AskedCompare {
  const { sort, atLeast, open } = state
  const text = name.trim()
  return {
    sort,
    open: { all: open.all, except: [...open.except] },
    filter: {
      ...(text !== '' && { name: text }),
      // Without any, what is the same on both sides would be listed too.
      changes: [...(state.changes.length > 0 ? state.changes : changes)],
      ...(atLeast > 0 && { atLeast }),
    },
  }
}

/** The kinds after one was switched. */
export function withChange(state: FilesState, change: CompareChange, on: boolean): FilesState {
  return { ...state, changes: changes.filter((one) => (one === change ? on : state.changes.includes(one))) }
}
