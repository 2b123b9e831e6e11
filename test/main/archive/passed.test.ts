import { describe, expect, it } from 'vitest'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { layoutOf, tarOfFiles } from '../../builders/ociLayout'
import { collected, essence, inPieces, never, plainDiffIdOf, readAll } from './support'

const layout = () =>
  layoutOf([
    { name: 'docker.io/library/a:1', layers: ['one', 'two'], packing: 'none' },
    { name: 'docker.io/library/b:1', layers: ['one', 'three'] },
  ])
const streamOf = (tar: Buffer) => openSaveStream(() => inPieces(tar), [])

describe('blobs that pass by', () => {
  it('are judged alike, whether the source hashes them or who reads them', async () => {
    const { files } = layout()
    const tar = tarOfFiles(files)
    const damaged = Buffer.from(tar)
    // In the contents of a layer that is not packed: its own headers stay whole.
    const at = damaged.indexOf('two', damaged.indexOf('two') + 3)
    damaged.writeUInt8((damaged[at + 1] ?? 0) ^ 1, at + 1)
    for (const bytes of [tar, damaged]) {
      const own = essence(await readAll(streamOf(bytes)))
      const byTheSource = essence(await readAll(streamOf(bytes), plainDiffIdOf))
      expect(own).toEqual(byTheSource)
      expect(own.flatMap(({ problems }) => problems).length > 0).toBe(bytes === damaged)
    }
  })

  it('are never taken for whole when whoever reads them stops before their end', async () => {
    const { files } = layout()
    const source = streamOf(tarOfFiles(files))
    const reading = source.read(
      async ({ unhashed, bytes }) => {
        if (unhashed === undefined) await collected(bytes)
        else for await (const _ of unhashed) break
        return { diffId: 'sha256:made-up', digest: 'sha256:made-up' }
      },
      { signal: never },
    )
    await expect(reading).rejects.toThrow('without its digest')
  })
})
