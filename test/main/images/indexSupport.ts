import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImageRow } from '@shared/domain/image'
import { unpackRows } from '@shared/domain/imageRows'
import { AppFailure } from '@shared/errors'
import { afterEach, beforeEach } from 'vitest'
import { ImageIndex } from '../../../main/images/imageIndex'
import { imageId } from '../../builders/imageRow'
import type { FakeSession } from '../../fakes/fakeSession'

export const [a, b, c] = [imageId(0xa), imageId(0xb), imageId(0xc)]

/** Indexes of the tests of one file, each closed at its end, with a cache folder of their own. */
export function indexes(): {
  readonly start: (session: FakeSession, now?: () => number) => ImageIndex
  readonly folder: () => string
} {
  let folder = ''
  const open: ImageIndex[] = []
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-index-'))
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((index) => index.close()))
    await rm(folder, { recursive: true, force: true })
  })
  return {
    start(session, now) {
      const index = new ImageIndex({ session, cacheFolder: folder, gather: 1, ...(now && { now }) })
      open.push(index)
      return index
    },
    folder: () => folder,
  }
}

export async function rowsOf(index: ImageIndex): Promise<ImageRow[]> {
  const rows: ImageRow[] = []
  let cursor: number | undefined = 0
  while (cursor !== undefined) {
    const page: Awaited<ReturnType<ImageIndex['page']>> = await index.page({}, cursor)
    rows.push(...unpackRows(JSON.parse(page.rows)))
    cursor = page.next
  }
  return rows
}

export async function failure(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (cause) {
    return cause instanceof AppFailure ? cause.error.code : String(cause)
  }
  return 'no failure'
}
