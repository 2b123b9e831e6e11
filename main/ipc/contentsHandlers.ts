import type { ChosenFile } from '@shared/domain/files'
import { AppFailure, appError } from '@shared/errors'
import type { Contents } from '../contents/contents'
import type { Grants } from '../files/grants'
import { safeFileName } from '../files/safeName'
import type { DomainHandlers } from './handlers'

export type ContentsDoor = {
  readonly contents: Contents
  readonly grants: Pick<Grants, 'issue'>
  /** All of these: undefined when the person thought better of it. */
  readonly ask: (kind: 'archive' | 'layout') => Promise<string | undefined>
  readonly askSavePath: (suggestedName: string) => Promise<string | undefined>
  readonly writeFile: (path: string, text: string) => Promise<void>
}

export function contentsHandlers({
  contents,
  grants,
  ask,
  askSavePath,
}: ContentsDoor): DomainHandlers<'contents'> {
  return {
    choose: async ({ kind }): Promise<ChosenFile> => {
      const path = await ask(kind)
      if (path === undefined) return {}
      const file = await grants.issue(path)
      if (file === undefined) throw new AppFailure(appError('GRANT_UNKNOWN'))
      return { file }
    },
    open: async ({ place, choice }, { signal }) =>
      await contents.open(place, { signal, ...(choice === undefined ? {} : { choice }) }),
    stopOpening: ({ place }) => contents.stopOpening(place),
    state: async ({ handle }, asked) => await contents.state(handle, asked),
    close: async ({ handle }) => await contents.close(handle),
    read: ({ handle, also = [], raise = 0 }) => contents.read(handle, { also, raise }),
    layers: async ({ handle }, asked) => await contents.layers(handle, asked),
    tree: async ({ handle, ...rows }, asked) => await contents.tree(handle, rows, asked),
    find: async ({ handle, ...place }, asked) => await contents.find(handle, place, asked),
    details: async ({ handle, ...place }, asked) => await contents.details(handle, place, asked),
    waste: async ({ handle }, asked) => await contents.waste(handle, asked),
    file: async ({ handle, ...part }, asked) => await contents.file(handle, part, asked),
    fetch: ({ handle }) => contents.fetch(handle),
    saveOut: async ({ handle, ...place }, asked) => {
      const path = await askSavePath(safeFileName(await contents.nameOf(handle, place, asked)))
      if (path === undefined) return { started: false }
      return { started: true, ...contents.saveOut(handle, { ...place, path }) }
    },
    copy: async ({ handle, to, what = 'image' }, asked) => {
      if (to === 'engine') return { started: true, ...contents.copy(handle, { type: 'engine' }, what) }
      const { name } = await contents.state(handle, asked)
      const path = await askSavePath(safeFileName(`${name}.tar`))
      if (path === undefined) return { started: false }
      return { started: true, ...contents.copy(handle, { type: 'file', path }, what) }
    },
  }
}

export function compareHandlers({
  contents,
  askSavePath,
  writeFile,
}: ContentsDoor): DomainHandlers<'compare'> {
  return {
    summary: async (sides, asked) => await contents.compare(sides, asked),
    tree: async ({ left, right, ...rows }, asked) => await contents.compareTree({ left, right }, rows, asked),
    find: async ({ left, right, ...place }, asked) =>
      await contents.compareFind({ left, right }, place, asked),
    export: async ({ format, ...sides }, asked) => {
      const text = await contents.compareText(sides, format, asked)
      const path = await askSavePath(format === 'json' ? 'comparison.json' : 'comparison.txt')
      if (path === undefined) return { saved: false }
      await writeFile(path, text)
      return { saved: true, path }
    },
  }
}
