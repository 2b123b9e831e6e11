import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGrants, type Grants } from '../../../main/files/grants'
import { filesHandlers } from '../../../main/ipc/filesHandlers'
import { transfersHandlers } from '../../../main/ipc/transfersHandlers'
import { AppFailure } from '../../../shared/errors'

const context = { signal: new AbortController().signal }
let folder = ''
let grants: Grants
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-door-'))
  writeFileSync(join(folder, 'a.tar'), 'x')
  grants = createGrants()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const grantFor = async (path: string) => (await grants.issue(path))?.grant ?? ''

function transfersDoor(saveTo: string | undefined) {
  const started = vi.fn((_options: object) => ({ jobId: 'job-1' }))
  const askSavePath = vi.fn(async () => await Promise.resolve(saveTo))
  const transfers = {
    pull: started,
    push: started,
    save: started,
    load: started,
    importRootfs: started,
    again: () => undefined,
  }
  return { started, askSavePath, handlers: transfersHandlers({ transfers, grants, askSavePath }) }
}

describe('choosing an archive', () => {
  it('gives the page a grant and a name, never the path', async () => {
    const path = join(folder, 'a.tar')
    const lookInto = vi.fn(async () => await Promise.reject(new Error('not asked')))
    const handlers = filesHandlers({ grants, askArchive: async () => await Promise.resolve(path), lookInto })
    const chosen = await handlers.chooseArchive(undefined, context)
    expect(chosen).toEqual({ file: { grant: expect.any(String), name: 'a.tar', kind: 'file', size: 1 } })
    expect(JSON.stringify(chosen)).not.toContain(folder)
  })

  it('is nothing when the person thought better of it, and no grant for what is not there', async () => {
    const lookInto = vi.fn(async () => await Promise.reject(new Error('not asked')))
    const answers = [undefined, join(folder, 'gone')]
    const askArchive = async () => await Promise.resolve(answers.shift())
    const handlers = filesHandlers({ grants, askArchive, lookInto })
    expect(await handlers.chooseArchive(undefined, context)).toEqual({})
    await expect(handlers.chooseArchive(undefined, context)).rejects.toMatchObject({
      error: { code: 'GRANT_UNKNOWN' },
    })
  })

  it('looks into files that were granted, and into no folder', async () => {
    const lookInto = vi.fn(
      async () =>
        await Promise.resolve({ name: 'a', size: 1, packing: 'none', content: { type: 'empty' } } as const),
    )
    const handlers = filesHandlers({
      grants,
      askArchive: async () => await Promise.resolve(undefined),
      lookInto,
    })
    await handlers.inspectArchive({ grant: await grantFor(join(folder, 'a.tar')) }, context)
    expect(lookInto).toHaveBeenCalledWith(join(folder, 'a.tar'), context.signal)
    const folderGrant = await grantFor(folder)
    await expect(handlers.inspectArchive({ grant: folderGrant }, context)).rejects.toMatchObject({
      error: { code: 'FILE_READ_FAILED', params: { reason: 'EISDIR' } },
    })
    await expect(handlers.inspectArchive({ grant: 'made-up' }, context)).rejects.toMatchObject({
      error: { code: 'GRANT_UNKNOWN' },
    })
    expect(lookInto).toHaveBeenCalledTimes(1)
  })
})

describe('saving, loading and importing', () => {
  it('asks where under a name that names no folder, and starts only then', async () => {
    const path = join(folder, 'out.tar')
    const { started, askSavePath, handlers } = transfersDoor(path)
    const input = { images: ['app:1', 'app:2'], suggestedName: '../../app_1.tar' }
    expect(await handlers.save(input, context)).toEqual({ started: true, jobId: 'job-1' })
    expect(askSavePath).toHaveBeenCalledWith('_.._app_1.tar')
    expect(started).toHaveBeenCalledWith({ images: ['app:1', 'app:2'], path })
    const refused = transfersDoor(undefined)
    expect(await refused.handlers.save(input, context)).toEqual({ started: false })
    expect(refused.started).not.toHaveBeenCalled()
  })

  it('takes files by their grant alone', async () => {
    const { started, handlers } = transfersDoor(undefined)
    const grant = await grantFor(join(folder, 'a.tar'))
    const path = join(folder, 'a.tar')
    await handlers.load({ grant }, context)
    await handlers.importRootfs({ grant, reference: 'made:1' }, context)
    await handlers.importRootfs({ grant, platform: 'linux/arm64', changes: 'user app' }, context)
    expect(started.mock.calls.map(([options]) => options)).toEqual([
      { path },
      { path, reference: 'made:1', changes: [] },
      { path, platform: 'linux/arm64', changes: ['USER app'] },
    ])
    expect(() => handlers.importRootfs({ grant, changes: 'RUN make' }, context)).toThrow(AppFailure)
    const odd = [path, '', await grantFor(folder)]
    for (const each of odd) {
      expect(() => handlers.load({ grant: each }, context)).toThrow()
      expect(() => handlers.importRootfs({ grant: each }, context)).toThrow()
    }
    expect(started).toHaveBeenCalledTimes(3)
  })
})
