import type { CleanupTarget } from '@shared/domain/cleanupRequest'
import { createStore, useStore } from '../../components'

/** What a person asks to be cleaned, as it is typed: kept while they look elsewhere. */
export type CleanupDraft = {
  readonly which: 'none' | 'dangling' | 'unused' | 'all' | 'chosen'
  /** Of `chosen`. */
  readonly targets: readonly CleanupTarget[]
  readonly rules: Rules
  readonly cache: CacheRules
  /** Names, ids of images and of records of the cache that were unticked. */
  readonly except: ReadonlySet<string>
  /** Stopped containers that may go first. */
  readonly removeContainers: ReadonlySet<string>
}

export type NumberRule = { readonly on: boolean; readonly typed: string }
export type TextRule = { readonly on: boolean; readonly typed: string }

export type Rules = {
  readonly unusedForDays: NumberRule
  readonly olderThanDays: NumberRule
  readonly biggerThan: NumberRule
  readonly label: TextRule
  readonly reference: TextRule
  readonly keepNewest: NumberRule
  readonly repository: string
}

export type CacheRules = {
  readonly on: boolean
  readonly olderThanDays: NumberRule
  readonly keepBytes: NumberRule
  readonly all: boolean
}

const off = (typed: string) => ({ on: false, typed })
const on = (typed: string) => ({ on: true, typed })

export const noRules: Rules = {
  unusedForDays: off('90'),
  olderThanDays: off('30'),
  biggerThan: off('500'),
  label: off(''),
  reference: off(''),
  keepNewest: off('3'),
  repository: '',
}

export const noCache: CacheRules = { on: false, olderThanDays: off('7'), keepBytes: off('10'), all: false }

export const emptyDraft: CleanupDraft = {
  which: 'dangling',
  targets: [],
  rules: noRules,
  cache: noCache,
  except: new Set(),
  removeContainers: new Set(),
}

export type PresetName = 'dangling' | 'unusedLong' | 'unused' | 'newest' | 'cache'
export const presetNames: readonly PresetName[] = ['dangling', 'unusedLong', 'unused', 'newest', 'cache']

export const presets: Readonly<Record<PresetName, CleanupDraft>> = {
  dangling: emptyDraft,
  unusedLong: { ...emptyDraft, which: 'unused', rules: { ...noRules, unusedForDays: on('90') } },
  unused: { ...emptyDraft, which: 'unused' },
  newest: { ...emptyDraft, which: 'all', rules: { ...noRules, keepNewest: on('3') } },
  cache: { ...emptyDraft, which: 'none', cache: { ...noCache, on: true, olderThanDays: on('7') } },
}

/** The preset that the draft is, but for what was unticked. */
export function presetOf(draft: CleanupDraft): PresetName | undefined {
  const plain = (one: CleanupDraft): string =>
    JSON.stringify({ which: one.which, rules: one.rules, cache: one.cache })
  return presetNames.find((name) => plain(presets[name]) === plain(draft))
}

const store = createStore<CleanupDraft>(emptyDraft)

/** Changed in event handlers only. */
export const cleanupDraft = {
  get: store.get,
  set: store.set,
  /** What was chosen elsewhere: in the list, in the picture of the disk. */
  choose: (targets: readonly CleanupTarget[]): void =>
    store.set({ ...emptyDraft, which: 'chosen', targets: [...targets] }),
}

export function useCleanupDraft(): CleanupDraft {
  return useStore(store, (now) => now)
}
