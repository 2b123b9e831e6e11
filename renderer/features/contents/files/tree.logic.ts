import type { CallInput } from '@shared/contract'
import type { ChangeKind, NodeKind, TreeMode, TreeSort } from '@shared/domain/contents'
import { allOpen, nothingOpen, type OpenFolders, setOpen } from '../../../components/tree/openFolders.logic'

export type AskedTree = CallInput<'contents', 'tree'>['query']

/** What a person set for the tree of one image. */
export type TreeState = {
  /** As typed. */
  readonly name: string
  readonly changes: readonly ChangeKind[]
  /** Bytes; 0 for no limit. */
  readonly atLeast: number
  readonly sort: TreeSort
  readonly open: OpenFolders
  /** Folders while a filter is set: it opens what it finds, and a person may close some of it. */
  readonly openFound: OpenFolders
  /** The path that the cursor begins on. */
  readonly reveal?: number
}

export const firstTree: TreeState = {
  name: '',
  changes: [],
  atLeast: 0,
  sort: 'name',
  open: nothingOpen,
  openFound: allOpen,
}

export const changeKinds: readonly ChangeKind[] = ['added', 'changed', 'metadata', 'removed']
/** Choices of the least size. Bytes. */
export const leastSizes: readonly number[] = [0, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

export function isFiltered(state: TreeState): boolean {
  return state.name.trim() !== '' || state.changes.length > 0 || state.atLeast > 0
}

/** Of which layer, and whether all below it too. */
export type TreeScope = { readonly layer: number; readonly mode: TreeMode }

/** What main is asked; `name` comes late, when nobody types any more. */
export function queryOf(state: TreeState, scope: TreeScope, name = state.name): AskedTree {
  const { sort, changes, atLeast } = state
  const text = name.trim()
  const filtered = isFiltered({ ...state, name })
  const { all, except } = filtered ? state.openFound : state.open
  return {
    layer: scope.layer,
    mode: scope.mode,
    sort,
    open: { all, except: [...except] },
    ...(filtered && {
      filter: {
        ...(text !== '' && { name: text }),
        ...(changes.length > 0 && { changes: [...changes] }),
        ...(atLeast > 0 && { atLeast }),
      },
    }),
  }
}

/** The state after a folder was opened or closed in what is shown now. */
export function withOpen(state: TreeState, node: number, isOpen: boolean): TreeState {
  return isFiltered(state)
    ? { ...state, openFound: setOpen(state.openFound, node, isOpen) }
    : { ...state, open: setOpen(state.open, node, isOpen) }
}

export function withAll(state: TreeState, isOpen: boolean): TreeState {
  const open = isOpen ? allOpen : nothingOpen
  return isFiltered(state) ? { ...state, openFound: open } : { ...state, open }
}

export const changeSigns: Readonly<Record<ChangeKind, string>> = {
  added: '+',
  changed: '~',
  metadata: '~',
  removed: '−',
}

const letters = ['r', 'w', 'x'] as const

/** `rwxr-sr-t`, as `ls -l` prints it, without the letter of the kind. */
export function modeText(mode: number): string {
  const bits = Array.from({ length: 9 }, (_, i) => ((mode >> (8 - i)) & 1) === 1)
  const text: string[] = bits.map((set, i) => (set ? (letters[i % 3] ?? '-') : '-'))
  const special = (at: number, set: boolean, letter: string): void => {
    if (set) text[at] = bits[at] === true ? letter : letter.toUpperCase()
  }
  special(2, (mode & 0o4000) !== 0, 's')
  special(5, (mode & 0o2000) !== 0, 's')
  special(8, (mode & 0o1000) !== 0, 't')
  return text.join('')
}

const kindLetters: Readonly<Record<NodeKind, string>> = {
  file: '-',
  hardLink: '-',
  folder: 'd',
  symlink: 'l',
  charDevice: 'c',
  blockDevice: 'b',
  fifo: 'p',
}

export function fullModeText(mode: number, kind: NodeKind): string {
  return `${kindLetters[kind]}${modeText(mode)}`
}

/** Latest that a Date can hold. ms */
const latest = 8.64e15

/** A tar may say any time; undefined for one that no calendar has. ms */
export function modifiedMs(seconds: number): number | undefined {
  const ms = seconds * 1_000
  return Number.isFinite(ms) && Math.abs(ms) <= latest ? ms : undefined
}

/** The layer in whose stack a row's file is to be read: what a layer removed is still in the one below it. */
export function readableLayer(row: { readonly change?: ChangeKind }, layer: number): number {
  return row.change === 'removed' ? Math.max(0, layer - 1) : layer
}
