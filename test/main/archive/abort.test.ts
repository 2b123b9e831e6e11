import { describe, expect, it } from 'vitest'
import { openArchive } from '../../../main/archive/openArchive'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { layoutOf, tarOfFiles } from '../../builders/ociLayout'
import { fileIn, never, ownFolder } from './support'

const folder = ownFolder()

describe('an abort', () => {
  it('ends everything with its reason, and lets go of the bytes', async () => {
    const tar = tarOfFiles(layoutOf([{ layers: ['one', 'two'] }]).files)
    const abort = new AbortController()
    let wasLetGo = false
    async function* stuck() {
      try {
        yield tar.subarray(0, 3_000)
        await new Promise((_, reject) =>
          abort.signal.addEventListener('abort', () => reject(abort.signal.reason)),
        )
      } finally {
        wasLetGo = true
      }
    }
    const source = openSaveStream(stuck, ['a'])
    const reading = source.read(
      async ({ bytes }) => {
        for await (const _ of bytes) abort.abort(new Error('enough'))
        return undefined
      },
      { signal: abort.signal },
    )
    await expect(reading).rejects.toThrow('enough')
    expect(wasLetGo).toBe(true)

    const path = fileIn(folder(), tar)
    await expect(openArchive(path, { signal: abort.signal })).rejects.toThrow('enough')
    const open = await openArchive(path, { signal: never })
    if (open.type !== 'randomAccess') throw new Error('it should be read in place')
    await expect(open.content({ signal: abort.signal })).rejects.toThrow('enough')
    await open.close()
  })
})
