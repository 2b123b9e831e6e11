import type { CallInput } from '@shared/contract'
import type { CompareChange } from '@shared/domain/compare'
import { allOpen, nothingOpen, type OpenFolders, setOpen } from '../../../components/tree/openFolders.logic'
import { changes } from '../compare.logic'

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
  readonly open: OpenFolders
  /** Folders while a filter is set: it opens what it finds, and a person may close some of it. */
  readonly openFound: OpenFolders
}

/** Few differences are seen at a glance; many by their folders. */
const fewChanges = 200

export function firstFiles(count: number): FilesState {
  const open = count <= fewChanges ? allOpen : nothingOpen
  return { name: '', changes: [], atLeast: 0, sort: 'name', open, openFound: allOpen }
}

export const isFiltered = ({ name, changes: kinds, atLeast }: FilesState): boolean =>
  name.trim() !== '' || kinds.length > 0 || atLeast > 0

/** What main is asked; `name` comes late, when nobody types any more. */
export function queryOf(state: FilesState, name: string): AskedCompare {
  const { sort, atLeast } = state
  const text = name.trim()
  const open = isFiltered({ ...state, name }) ? state.openFound : state.open
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

/** The state after a folder was opened or closed in what is shown now. */
export function withOpen(state: FilesState, node: number, isOpen: boolean): FilesState {
  return isFiltered(state)
    ? { ...state, openFound: setOpen(state.openFound, node, isOpen) }
    : { ...state, open: setOpen(state.open, node, isOpen) }
}

export function withAll(state: FilesState, isOpen: boolean): FilesState {
  const open = isOpen ? allOpen : nothingOpen
  return isFiltered(state) ? { ...state, openFound: open } : { ...state, open }
}
