import type { ImageRow } from '@shared/domain/image'
import { type ExportFormat, exportImages } from '@shared/domain/imageExport'
import { nameOrId } from '@shared/domain/imageNames'
import type { TFunction } from 'i18next'
import { errorOf, StrataError, strata, unwrap } from '../../api'
import { showToast } from '../../components'
import {
  type ComparedImage,
  cleanupDraft,
  compareSides,
  dialogs,
  navigation,
  openArchive,
  presets,
} from '../frame'
import { referenceLines, targetsOf } from './list/references.logic'

/** What can be done with rows. Each is called from an event handler and tells its end by a toast or a dialog. */
export type ImageActions = {
  readonly tag: (row: ImageRow) => void
  readonly remove: (rows: readonly ImageRow[]) => void
  readonly untag: (row: ImageRow, reference: string) => void
  readonly prune: () => void
  /** Plans a cleanup of these images by hand. */
  readonly cleanUp: (rows: readonly ImageRow[]) => void
  readonly pull: () => void
  readonly push: (row: ImageRow) => void
  readonly run: (row: ImageRow) => void
  /** Its layers and files. */
  readonly lookInside: (row: ImageRow) => void
  /** With what is chosen then, or the two with each other. */
  readonly compare: (rows: readonly ImageRow[]) => void
  /** With what its registry has under this tag now. */
  readonly compareNow: (row: ImageRow, tag: string) => void
  readonly save: (rows: readonly ImageRow[]) => void
  readonly load: () => void
  readonly copyReferences: (rows: readonly ImageRow[]) => void
  readonly copyIds: (rows: readonly ImageRow[]) => void
  readonly copyDigests: (rows: readonly ImageRow[]) => void
  readonly copyList: (rows: readonly ImageRow[], format: ExportFormat) => void
  readonly saveList: (rows: readonly ImageRow[], format: ExportFormat) => void
  readonly refresh: () => void
}

const extensions: Readonly<Record<ExportFormat, string>> = { text: 'txt', csv: 'csv', json: 'json' }

type ErrorWords = (error: ReturnType<typeof errorOf>) => {
  readonly sentence: string
  readonly advice: string
}

const onEngine = (row: ImageRow): ComparedImage => ({
  place: { type: 'engine', image: row.id },
  name: nameOrId(row),
})

export function createImageActions(t: TFunction<'images'>, errorText: ErrorWords): ImageActions {
  const failed = (cause: unknown): void => {
    const { sentence, advice } = errorText(errorOf(cause))
    showToast({ text: `${sentence} ${advice}`, tone: 'danger' })
  }
  const copyLines = (lines: readonly string[]): void => copy(lines.join('\n'), lines.length)
  const copy = (text: string, count: number): void => {
    void unwrap(strata().app.copy({ text })).then(
      () => showToast({ text: t('copy.done', { count }), tone: 'ok' }),
      failed,
    )
  }
  const exported = (rows: readonly ImageRow[], format: ExportFormat): string =>
    exportImages(rows, format, { now: Date.now(), digests: format !== 'text' })
  return {
    tag: (row) => dialogs.open({ type: 'tag', row }),
    remove: (rows) => {
      if (rows.length > 0) dialogs.open({ type: 'remove', targets: rows.flatMap(targetsOf) })
    },
    untag: (row, reference) =>
      dialogs.open({ type: 'remove', targets: [{ type: 'reference', reference, imageId: row.id }] }),
    prune: () => {
      cleanupDraft.set(presets.dangling)
      navigation.goTo('cleanup')
    },
    cleanUp: (rows) => {
      if (rows.length === 0) return
      cleanupDraft.choose(rows.map(({ id }) => ({ type: 'image', imageId: id })))
      navigation.goTo('cleanup')
    },
    pull: () => dialogs.open({ type: 'pull' }),
    push: (row) => dialogs.open({ type: 'push', row }),
    run: (row) => dialogs.open({ type: 'run', image: row.tags[0] ?? row.id, imageId: row.id }),
    lookInside: (row) => navigation.openContents({ place: { type: 'engine', image: row.id } }),
    compare: ([left, right]) => {
      if (left !== undefined)
        compareSides.open(onEngine(left), right === undefined ? undefined : onEngine(right))
    },
    compareNow: (row, tag) =>
      compareSides.open(onEngine(row), { place: { type: 'registry', reference: tag }, name: tag }),
    save: (rows) => {
      if (rows.length > 0) dialogs.open({ type: 'save', rows })
    },
    load: () => openArchive('load', (error) => failed(new StrataError(error))),
    copyReferences: (rows) => copyLines(referenceLines(rows)),
    copyIds: (rows) => copyLines(rows.map((row) => row.id)),
    copyDigests: (rows) => copyLines(rows.flatMap((row) => row.digests)),
    copyList: (rows, format) => {
      const text = exported(rows, format)
      copy(text, text.split('\n').length - 1)
    },
    saveList: (rows, format) => {
      const file = { suggestedName: `images.${extensions[format]}`, text: exported(rows, format) }
      void unwrap(strata().app.saveText(file)).then((end) => {
        if (end.saved)
          showToast({ text: t('copy.saved', { path: end.path ?? file.suggestedName }), tone: 'ok' })
      }, failed)
    },
    refresh: () => void unwrap(strata().images.refresh()).catch(failed),
  }
}
