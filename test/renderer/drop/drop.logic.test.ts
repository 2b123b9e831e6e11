import type { FileGrant } from '@shared/domain/files'
import { describe, expect, it } from 'vitest'
import {
  droppedReference,
  fileWay,
  folderWay,
  isDockerfile,
  meaningOf,
} from '../../../renderer/features/drop/drop.logic'

const file = (name: string): FileGrant => ({ grant: name, name, kind: 'file', size: 1 })
const folder: FileGrant = { grant: 'f', name: 'app.tar', kind: 'folder' }

describe('what a drop on the window is taken for', () => {
  it('one file or folder is looked at, whatever it is called', () => {
    expect(meaningOf({ items: [file('a.tar')], refused: 0 })).toEqual({ type: 'file', source: file('a.tar') })
    expect(meaningOf({ items: [folder], refused: 0 })).toEqual({ type: 'folder', source: folder })
  })
  it.each(['Dockerfile', 'dockerfile.dev', 'web.Dockerfile', 'Containerfile'])('%s needs no look', (name) => {
    expect(isDockerfile(name)).toBe(true)
  })
  it.each(['notes.txt', 'a.tar', 'dockerfile.tar', 'image'])('%s is looked at', (name) => {
    expect(isDockerfile(name)).toBe(false)
  })
  it('saved images are looked into, also without the name of an archive', () => {
    expect(fileWay('image', 'image')).toBe('contents')
    expect(fileWay('A.TAR.GZ', 'image')).toBe('contents')
  })
  it.each(['rootfs', 'packed', 'empty', 'damaged', 'notTar', undefined] as const)(
    'an archive that is %s shows the dialog that says so',
    (content) => expect(fileWay('a.tar.xz', content)).toBe('load'),
  )
  it('any other file is a Dockerfile under another name', () => {
    expect(fileWay('notes.txt', 'notTar')).toBe('build')
    expect(fileWay('notes.txt', undefined)).toBe('build')
  })
  it('a folder builds unless it is an OCI layout, whole or not', () => {
    expect(folderWay(undefined)).toBe('contents')
    expect(folderWay('SOURCE_BLOB_MISSING')).toBe('contents')
    expect(folderWay('SOURCE_NOT_LAYOUT')).toBe('build')
    expect(folderWay('INTERNAL')).toBe('build')
  })
  it('several things, and things that can’t be read, are said', () => {
    expect(meaningOf({ items: [folder, file('x')], refused: 0 }).type).toBe('several')
    expect(meaningOf({ items: [folder], refused: 1 }).type).toBe('several')
    expect(meaningOf({ items: [], refused: 1 }).type).toBe('nothing')
  })
  it('text that is a name is a name', () => {
    expect(droppedReference(' ghcr.io/o/app:1 ')).toBe('ghcr.io/o/app:1')
    for (const text of ['', 'two words', 'Upper', `${'x'.repeat(600)}`, 'http://x']) {
      expect(droppedReference(text)).toBeUndefined()
    }
  })
})
