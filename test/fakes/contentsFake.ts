import type { StrataApi } from '@shared/contract'
import type { FileView, OpenedImage } from '@shared/domain/contents'
import { appError } from '@shared/errors'
import { err, ok, type Result } from '@shared/result'
import { findRow, nodeDetails, treeRows } from '../../main/layers/analysis'
import type { MadeImage } from '../builders/madeImage'

type Contents = StrataApi['contents']

export type ContentsFake = {
  readonly calls: Contents
  /** `contents.action` and its input, in order. */
  readonly asked: { readonly name: string; readonly input: unknown }[]
  readonly state: {
    image: MadeImage
    opened: OpenedImage
    /** Handles that main has forgotten. */
    gone: ReadonlySet<string>
    needsFetch: boolean
    jobs: number
  }
}

const textByte = (byte: number): boolean => byte !== 0

/** The contents of one image from memory, listed by the very code of main. */
export function createContentsFake(
  image: MadeImage,
  over: Partial<ContentsFake['state']> = {},
): ContentsFake {
  const state = {
    image,
    opened: image.opened,
    gone: new Set<string>(),
    needsFetch: false,
    jobs: 0,
    ...over,
  }
  const asked: { name: string; input: unknown }[] = []
  const on =
    <In, Out>(name: string, run: (input: In) => Result<Out>) =>
    async (input: In): Promise<Result<Out>> => {
      asked.push({ name, input })
      return run(input)
    }
  const inside =
    <In extends { readonly handle: string }, Out>(run: (input: In) => Result<Out>) =>
    (input: In): Result<Out> =>
      input.handle !== state.opened.handle || state.gone.has(input.handle)
        ? err<Out>(appError('CONTENTS_GONE'))
        : run(input)
  const read =
    <In extends { readonly handle: string }, Out>(run: (input: In) => Result<Out>) =>
    (input: In): Result<Out> =>
      inside<In, Out>((known) =>
        state.opened.reading.type === 'ready' ? run(known) : err(appError('CONTENTS_UNREAD')),
      )(input)
  const job = (): string => {
    state.jobs += 1
    return `contents-job-${state.jobs}`
  }
  const calls: Contents = {
    choose: on('choose', () => ok({})),
    open: on('open', () => {
      if (state.gone.has(state.opened.handle))
        state.opened = { ...state.opened, handle: `${state.opened.handle}-again` }
      return ok(state.opened)
    }),
    stopOpening: on('stopOpening', () => ok({ stopped: true })),
    onWaiting: () => () => undefined,
    state: on(
      'state',
      inside(() => ok(state.opened)),
    ),
    close: on('close', () => ok({ closed: true })),
    read: on(
      'read',
      inside(() => ok({ jobId: job() })),
    ),
    layers: on(
      'layers',
      read(() => ok(state.image.view)),
    ),
    tree: on(
      'tree',
      read(({ query, from, count }) => ok(treeRows(state.image.model, query, from, count))),
    ),
    find: on(
      'find',
      read(({ query, node }) => ok(findRow(state.image.model, query, node))),
    ),
    details: on(
      'details',
      read(({ layer, node }) => {
        const details = nodeDetails(state.image.model, layer, node)
        return details === undefined ? err(appError('CONTENTS_FILE_GONE')) : ok(details)
      }),
    ),
    waste: on('waste', () => err(appError('CONTENTS_GONE'))),
    file: on(
      'file',
      read(({ layer, node, from, count }) => {
        const details = nodeDetails(state.image.model, layer, node)
        if (details === undefined) return err(appError('CONTENTS_FILE_GONE', { path: String(node) }))
        const { path, row } = details
        const bytes = state.image.bytesOf(path, layer) ?? new Uint8Array()
        const view: FileView = state.needsFetch
          ? { type: 'needsFetch', path, size: bytes.length, fetchBytes: 843_000_000 }
          : row.kind !== 'file'
            ? {
                type: 'noFile',
                path,
                kind: row.kind,
                ...(row.target === undefined ? {} : { target: row.target }),
              }
            : {
                type: 'bytes',
                path,
                size: bytes.length,
                from,
                bytes: bytes.subarray(from, from + count),
                isText: bytes.subarray(0, 8_000).every(textByte),
              }
        return ok(view)
      }),
    ),
    fetch: on(
      'fetch',
      inside(() => ok({ jobId: job() })),
    ),
    saveOut: on(
      'saveOut',
      read(() => ok({ started: true as const, jobId: job() })),
    ),
    copy: on(
      'copy',
      inside(() => ok({ started: true as const, jobId: job() })),
    ),
  }
  return { calls, asked, state }
}
