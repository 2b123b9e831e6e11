import type { FileGrant } from '@shared/domain/files'
import { describe, expect, it } from 'vitest'
import { droppedReference, meaningOf } from '../../../renderer/features/drop/drop.logic'

const file = (name: string): FileGrant => ({ grant: name, name, kind: 'file', size: 1 })
const folder: FileGrant = { grant: 'f', name: 'app.tar', kind: 'folder' }

describe('what a drop on the window is taken for', () => {
  it.each(['Dockerfile', 'web.Dockerfile', 'Containerfile', 'notes.txt'])('%s builds', (name) => {
    expect(meaningOf({ items: [file(name)], refused: 0 })).toEqual({ type: 'build', source: file(name) })
  })
  it.each(['a.tar', 'A.TAR.GZ', 'a.tgz', 'a.tar.zst'])('%s is an archive', (name) => {
    expect(meaningOf({ items: [file(name)], refused: 0 }).type).toBe('archive')
  })
  it('a folder builds, whatever it is called', () => {
    expect(meaningOf({ items: [folder], refused: 0 })).toEqual({ type: 'build', source: folder })
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
