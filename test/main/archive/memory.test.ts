import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openSaveStream } from '../../../main/archive/openSaveStream'
import { fileHeader } from '../../../main/streams/tar/tarFile'
import { tarOf } from '../../../scripts/sandbox/images/tar.mjs'
import { blobPath, layoutOf, sha256, tarOfFiles } from '../../builders/ociLayout'
import { failureOf, fileIn, inPieces, jsonOf, ownFolder, readAll, readFile, readStream } from './support'

const folder = ownFolder()

describe('what would fill the memory', () => {
  it('reads no document beyond its limit', async () => {
    const huge = Buffer.alloc(9_000_000, ' ')
    huge[0] = 0x7b
    huge[huge.length - 1] = 0x7d
    for (const name of ['index.json', 'manifest.json']) {
      const bytes = tarOf([{ name, content: huge }])
      expect(await failureOf(readFile(fileIn(folder(), bytes)))).toBe(`SOURCE_DOCUMENT_TOO_LARGE ${name} 8`)
      expect(await failureOf(readFile(fileIn(folder(), gzipSync(bytes))))).toBe(
        `SOURCE_DOCUMENT_TOO_LARGE ${name} 8`,
      )
    }
  })

  it('builds nothing out of a multitude of brackets', async () => {
    for (const text of [
      '['.repeat(100_000) + ']'.repeat(100_000),
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      `{"manifests":[${'{},'.repeat(2_000_000)}{}]}`,
    ]) {
      const bytes = tarOf([{ name: 'index.json', content: text }])
      expect(await failureOf(readStream(bytes))).toBe('SOURCE_DOCUMENT_INVALID index.json')
    }
  })

  it('stops at an index that names itself a million times', async () => {
    const { files, manifests } = layoutOf([{}])
    const leaf = {
      mediaType: 'm',
      digest: manifests[0] ?? '',
      size: files.get(blobPath(manifests[0] ?? ''))?.length,
    }
    let entry: Record<string, unknown> = leaf
    for (let depth = 0; depth < 5; depth += 1) {
      const index = jsonOf({ schemaVersion: 2, manifests: Array.from({ length: 100 }, () => entry) })
      files.set(blobPath(sha256(index)), index)
      entry = { mediaType: 'i', digest: sha256(index), size: index.length }
    }
    files.set('index.json', jsonOf({ schemaVersion: 2, manifests: [entry] }))
    expect(await failureOf(readFile(fileIn(folder(), tarOfFiles(files), 'a')))).toBe(
      'SOURCE_TOO_MANY a 20000',
    )
  })

  it('keeps a part of the documents only, however many there are', async () => {
    const piece = Buffer.alloc(1_048_576, ' ')
    const first = Buffer.from(piece).fill('{', 0, 1)
    async function* documents() {
      for (let at = 0; at < 40; at += 1) {
        yield fileHeader(`${at}.json`, 16 * piece.length)
        for (let part = 0; part < 16; part += 1) yield await Promise.resolve(part === 0 ? first : piece)
      }
      yield fileHeader('manifest.json', 60)
      yield Buffer.from('[{"Config":"39.json","RepoTags":null,"Layers":["one.tar"]}]\n'.padEnd(512, '\0'))
      yield Buffer.alloc(1_024)
    }
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const watched = async function* () {
      for await (const chunk of documents()) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
        yield chunk
      }
    }
    expect(await failureOf(readAll(openSaveStream(watched, ['a'])))).toBe('SOURCE_DOCUMENT_TOO_LARGE a 128')
    expect(most).toBeLessThan(400 * 1_048_576)
  })

  it('counts the files of an archive, packed or not', async () => {
    const header = tarOf([{ name: 'link', link: 'x' }]).subarray(0, 512)
    const many = Buffer.concat([...Array.from({ length: 100_001 }, () => header), Buffer.alloc(1_024)])
    expect(await failureOf(readFile(fileIn(folder(), many, 'a')))).toBe('SOURCE_TOO_MANY a 100000')
    expect(await failureOf(readFile(fileIn(folder(), gzipSync(many), 'a')))).toBe('SOURCE_TOO_MANY a 100000')
  })

  it('passes an endless name and a disk of zeros by without keeping them', async () => {
    const attribute = Buffer.alloc(512)
    tarOf([{ name: 'x', content: '' }]).copy(attribute, 0, 0, 512)
    attribute.write('x', 156)
    attribute.write('77777777777\0', 124)
    attribute.write(' '.repeat(8), 148)
    const sum = attribute.reduce((total, byte) => total + byte, 0)
    attribute.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    expect(await failureOf(readStream(Buffer.concat([attribute, Buffer.alloc(100_000, 65)]), ['a']))).toBe(
      'SOURCE_DAMAGED a',
    )
    async function* zeros() {
      const piece = Buffer.alloc(1_048_576)
      yield* inPieces(tarOfFiles(layoutOf([{}]).files))
      for (;;) yield await Promise.resolve(piece)
    }
    expect(await failureOf(readAll(openSaveStream(zeros, ['a'])))).toBe('SOURCE_DAMAGED a')
  })
})
