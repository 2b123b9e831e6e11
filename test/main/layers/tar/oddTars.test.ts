import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { indexOf, indexOfTar } from '../../../builders/layerIndex'
import {
  aFile,
  aFolder,
  aHardLink,
  anOldSparseFile,
  anOpaqueMarker,
  aPaxSparseFile,
  aSymlink,
  aWhiteout,
  base256,
  layerTar,
  type Piece,
  paxHeader,
  type TarSpec,
} from '../../../builders/layerTar'
import { listingOf } from '../../../builders/listing'

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const list = (...entries: (TarSpec | Uint8Array)[]) => listingOf(indexOf(entries))
const paths = (...entries: (TarSpec | Uint8Array)[]) => list(...entries).map(({ path }) => path)
const oddities = (...entries: (TarSpec | Uint8Array)[]) =>
  indexOf(entries).oddities.map(({ type, entry, path }) => [type, entry, path])
const long = `${'deep/'.repeat(60)}${'n'.repeat(255)}`

describe('an entry', () => {
  it('tells what its header tells', () => {
    const over = { mode: 0o104755, uid: 1_000, gid: 2_000, mtime: 1_700_000_000 }
    expect(list(aFile('usr/bin/tool', 'content', over))).toEqual([
      {
        path: 'usr/bin/tool',
        kind: 'file',
        mode: 0o4755,
        uid: 1_000,
        gid: 2_000,
        size: 7,
        stored: 7,
        modified: 1_700_000_000,
        digest: sha256('content'),
        link: '',
        linkedPath: undefined,
        flags: [],
      },
    ])
  })

  it.each([
    ['0', 'file'],
    ['\0', 'file'],
    ['7', 'file'],
    ['2', 'symlink'],
    ['3', 'charDevice'],
    ['4', 'blockDevice'],
    ['5', 'folder'],
    ['6', 'fifo'],
  ])('of type %j is a %s', (type, kind) => {
    expect(list({ name: 'x', type })).toMatchObject([{ kind }])
  })

  it('of no type with a slash at its end is a folder, as it was before there were types', () => {
    expect(list({ name: 'a/', type: '\0' }, { name: 'b/', type: '0', content: 'x' })).toMatchObject([
      { path: 'a', kind: 'folder' },
      { path: 'b', kind: 'file' },
    ])
  })

  it('of an unknown type is kept as a file and told', () => {
    expect(list({ name: 'x', type: 'Z', content: 'abc' })).toMatchObject([{ kind: 'file', size: 3 }])
    expect(oddities({ name: 'x', type: 'Z' })).toEqual([['unknownType', 0, 'x']])
  })

  it('that has no data by its type has none, whatever its size says', () => {
    expect(list(aFolder('a', { size: 4_096 }), aFile('b', 'x'))).toMatchObject([
      { kind: 'folder', size: 0, stored: 0 },
      { path: 'b', digest: sha256('x') },
    ])
  })

  it('may lie anywhere in the pieces that arrive', () => {
    const tar = layerTar([
      aFile(long, 'x'.repeat(1_300), { gnuLong: true }),
      aPaxSparseFile('s', 3_000, [[700, 'abc']], '1.0'),
      anOldSparseFile(
        'o',
        9_000,
        Array.from({ length: 30 }, (_, i): Piece => [i * 100, `${i}`]),
      ),
      aFile('b', 'y', { pax: [['path', 'c']] }),
    ])
    const whole = indexOfTar(tar)
    for (const pieceBytes of [1, 7, 511, 512, 513, 4_096]) expect(indexOfTar(tar, pieceBytes)).toEqual(whole)
  })
})

describe('a name', () => {
  it.each([
    ['below a prefix', { name: 'c', prefix: 'a/b' }, 'a/b/c'],
    [
      'of GNU, with times where ustar has a prefix',
      { name: 'c', format: 'gnu' as const, prefix: '12345670123\0' },
      'c',
    ],
    ['of 300 folders, in GNU records', { name: long, gnuLong: true }, long],
    ['in a PAX record', { name: 'short', pax: [['path', long] as const] }, long],
    ['with a newline', { name: 'a\nb' }, 'a\nb'],
    ['with text that turns around', { name: 'a\u202eb' }, 'a\u202eb'],
    ['with a NUL, in a PAX record', { name: 'x', pax: [['path', 'a\0b'] as const] }, 'a\0b'],
    [
      'that a PAX record takes back',
      { name: 'x', pax: [['path', 'a'] as const, ['path', ''] as const] },
      'x',
    ],
    ['with ./ before it', { name: './a/./b' }, 'a/b'],
    ['with empty parts', { name: 'a//b' }, 'a/b'],
    ['with a slash at its end', { name: 'a/' }, 'a'],
    ['that goes up inside', { name: 'a/../b' }, 'b'],
  ])('%s', (_, spec, path) => {
    expect(paths({ type: '0', ...spec })).toEqual([path])
    expect(oddities({ type: '0', ...spec })).toEqual([])
  })

  it('of 100 bytes fills its field', () => {
    expect(paths(aFile('n'.repeat(100)))).toEqual(['n'.repeat(100)])
  })

  it('of bytes that are no UTF-8 stays as it is', () => {
    const { names } = indexOf([aFile(Buffer.of(0x66, 0xff, 0xfe))])
    expect([...names.bytes]).toEqual([0x66, 0xff, 0xfe])
  })

  it.each(['../x', '../../x', 'a/../../x', '/x', '//x'])('%s is shown below the root and told', (name) => {
    expect(paths(aFile(name))).toEqual(['x'])
    expect(oddities(aFile(name))).toEqual([['leadsOutside', 0, name]])
  })

  it('of 400 folders', () => {
    const deep = Array.from({ length: 400 }, (_, i) => `d${i}`).join('/')
    const index = indexOf([aFile('x', '', { pax: [['path', deep]] })])
    expect(index.names.count).toBe(401)
    expect(listingOf(index)).toMatchObject([{ path: deep }])
  })

  it('of the root is the root, unless it is no folder', () => {
    expect(list(aFolder('./'), aFolder('/'), aFile('.', 'x'))).toMatchObject([
      { path: '', kind: 'folder' },
      { path: '', kind: 'folder' },
      { path: '.', kind: 'file' },
    ])
  })
})

describe('a number', () => {
  it('in base 256', () => {
    const [entry] = list(aFile('a', 'x', { base256: true, uid: 3_000_000, gid: 4_000_000_000, mtime: -5 }))
    expect(entry).toMatchObject({ uid: 3_000_000, gid: 4_000_000_000, modified: -5, size: 1 })
  })

  it('in PAX records wins over the header', () => {
    const pax = [
      ['uid', '70000'],
      ['gid', '80000'],
      ['mtime', '1700000000.25'],
      ['size', '3'],
    ] as const
    expect(list(aFile('a', 'abc', { size: 0, pax })).at(0)).toMatchObject({
      uid: 70_000,
      gid: 80_000,
      modified: 1_700_000_000.25,
      size: 3,
      digest: sha256('abc'),
    })
  })

  it('of a global PAX header holds until another says otherwise', () => {
    const [a, b, c] = list(
      paxHeader([['mtime', '5']], 'g'),
      aFile('a'),
      aFile('b', '', { pax: [['mtime', '7']] }),
      aFile('c', '', { pax: [['mtime', '']], mtime: 9 }),
    )
    expect([a?.modified, b?.modified, c?.modified]).toEqual([5, 7, 9])
  })

  it('with blanks around it', () => {
    expect(list(aFile('a', 'x', { fields: { 124: '         1 \0' } }))).toMatchObject([{ size: 1 }])
  })

  it('of an owner that does not fit is the highest; negative ones wrap as on Linux', () => {
    const over = (uid: string) => list(aFile('a', '', { pax: [['uid', uid]] }))[0]?.uid
    expect([over('99999999999'), over('-2')]).toEqual([4_294_967_295, 4_294_967_294])
  })
})

describe('links and markers', () => {
  it('a hard link has the node of its target, wherever that comes', () => {
    expect(
      list(aHardLink('before', 'a/file'), aFile('a/file', 'x'), aHardLink('after', './a/file')),
    ).toMatchObject([
      { kind: 'hardLink', linkedPath: 'a/file', size: 0, stored: 0, link: 'a/file' },
      { kind: 'file' },
      { kind: 'hardLink', linkedPath: 'a/file', link: './a/file' },
    ])
  })

  it('a hard link to something that is not in the layer is told', () => {
    expect(list(aHardLink('a', '/etc/shadow'))).toMatchObject([{ linkedPath: undefined }])
    expect(oddities(aHardLink('a', '/etc/shadow'))).toEqual([['missingLinkTarget', 0, '/etc/shadow']])
    expect(oddities(aFile('d/f'), aHardLink('a', 'd'))).toEqual([['missingLinkTarget', 1, 'd']])
  })

  it('a symbolic link keeps its text', () => {
    expect(list(aSymlink('a', '../../etc/passwd'))).toMatchObject([{ link: '../../etc/passwd' }])
    expect(list(aSymlink('a', long, { gnuLong: true }))).toMatchObject([{ link: long }])
    expect(list(aSymlink('a', 'x', { pax: [['linkpath', long]] }))).toMatchObject([{ link: long }])
  })

  it('a whiteout stands for what it removes, an opaque marker for its folder', () => {
    expect(list(aWhiteout('a/b'), anOpaqueMarker('c/d'), anOpaqueMarker(''))).toMatchObject([
      { kind: 'whiteout', path: 'a/b' },
      { kind: 'opaque', path: 'c/d' },
      { kind: 'opaque', path: '' },
    ])
  })

  it.each(['.wh.', '.wh..', '.wh...'])('%s removes nothing: it is a file', (name) => {
    expect(list(aFile(`a/${name}`))).toMatchObject([{ kind: 'file', path: `a/${name}` }])
  })

  it('a path that comes twice is marked both times, a whiteout beside a file is none', () => {
    const entries = [aFile('a', '1'), aWhiteout('a'), aFile('./a', '22'), aFile('b')]
    expect(list(...entries).map(({ flags }) => flags)).toEqual([['duplicatePath'], [], ['duplicatePath'], []])
    expect(oddities(...entries)).toEqual([['duplicatePath', 2, './a']])
  })

  it('extended attributes are flagged', () => {
    expect(
      list(aFile('a', '', { pax: [['SCHILY.xattr.security.capability', Buffer.of(1, 0, 2)]] })),
    ).toMatchObject([{ flags: ['xattrs'] }])
  })
})

describe('a sparse file', () => {
  const pieces: readonly Piece[] = [
    [0, 'start'],
    [1_024, 'x'.repeat(600)],
    [5_000, 'end'],
  ]
  const size = 10_000
  const content = Buffer.alloc(size)
  for (const [offset, bytes] of pieces) Buffer.from(bytes).copy(content, offset)
  const asListed = {
    path: 'd/s',
    kind: 'file',
    size,
    stored: 608,
    digest: sha256(content),
    flags: ['sparse'],
  }

  it.each([
    ['old GNU', anOldSparseFile('d/s', size, pieces)],
    ['PAX 0.0', aPaxSparseFile('d/s', size, pieces, '0.0')],
    ['PAX 0.1', aPaxSparseFile('d/s', size, pieces, '0.1')],
    ['PAX 1.0', aPaxSparseFile('d/s', size, pieces, '1.0')],
  ])('of %s has its full size and digest, and its map is kept', (_, bytes) => {
    const index = indexOf([aFile('before', 'b'), bytes, aFile('after', 'a')])
    expect(listingOf(index)).toMatchObject([
      { path: 'before' },
      asListed,
      { path: 'after', digest: sha256('a') },
    ])
    expect([...index.sparse.entry]).toEqual([1])
    expect([...index.sparse.start]).toEqual([0, 3])
    expect([...index.sparse.runs]).toEqual([0, 5, 1_024, 600, 5_000, 3])
  })

  it('of many pieces goes on in blocks behind the header', () => {
    const many = Array.from({ length: 60 }, (_, i): Piece => [i * 1_000, `piece ${i}`])
    const [entry] = list(anOldSparseFile('s', 100_000, many))
    const whole = Buffer.alloc(100_000)
    for (const [offset, bytes] of many) Buffer.from(bytes).copy(whole, offset)
    expect(entry).toMatchObject({ size: 100_000, digest: sha256(whole) })
  })

  it('of nothing but a hole', () => {
    expect(list(aPaxSparseFile('s', 200_000_000, [], '1.0'))).toMatchObject([
      { size: 200_000_000, stored: 0, digest: sha256(Buffer.alloc(200_000_000)) },
    ])
  })
})

describe('the end', () => {
  const of = (options: Parameters<typeof layerTar>[1]) =>
    indexOfTar(layerTar([aFile('a', 'x')], options)).oddities.map(({ type }) => type)

  it('is two zero blocks; one will do, none is told', () => {
    expect([of({}), of({ end: 'one' }), of({ end: 'none' })]).toEqual([[], [], ['noEnd']])
  })

  it('may be followed by zeros, other bytes are told', () => {
    expect([of({ trailing: Buffer.alloc(10_240) }), of({ trailing: 'more' })]).toEqual([
      [],
      ['trailingBytes'],
    ])
  })

  it('may lack the padding of the last file', () => {
    const tar = layerTar([aFile('a', 'x')], { end: 'none' })
    expect(indexOfTar(tar.subarray(0, 513)).oddities).toMatchObject([{ type: 'noEnd' }])
  })

  it('of a layer with nothing in it', () => {
    expect(indexOf([]).entries.count).toBe(0)
    expect(indexOfTar(new Uint8Array(0)).oddities).toEqual([{ type: 'noEnd', entry: -1, path: '' }])
  })
})

describe('what is no tar', () => {
  const good = layerTar([aFile('a', 'x'.repeat(600))], { end: 'none' })
  it.each([
    ['a wrong checksum', layerTar([aFile('a', '', { checksum: 'wrong' })]), 'a header has a wrong checksum'],
    ['text', Buffer.from('no tar at all '.repeat(60)), 'something that is no header'],
    ['half a header', good.subarray(0, 300), 'it ends in the middle of an entry'],
    ['half a file', good.subarray(0, 900), 'it ends in the middle of an entry'],
    ['a PAX header without its file', paxHeader([['path', 'a']]), 'it ends in the middle of an entry'],
    [
      'a size of no digits',
      layerTar([aFile('a', '', { fields: { 124: 'size?' } })]),
      'a header has a size that is none',
    ],
    [
      'a negative size',
      layerTar([aFile('a', '', { fields: { 124: base256(-1, 12) } })]),
      'a header has a size that is none',
    ],
    [
      'a size beyond all numbers',
      layerTar([aFile('a', '', { fields: { 124: base256(2 ** 62, 12) } })]),
      'a header has a size that is none',
    ],
    [
      'a broken PAX record',
      layerTar([aFile('a', '', { pax: [['size', 'many']] })]),
      'a PAX header that cannot be read',
    ],
    [
      'a sparse map that overlaps',
      layerTar([
        aPaxSparseFile(
          's',
          100,
          [
            [0, 'abcdef'],
            [3, 'xyz'],
          ],
          '0.1',
        ),
      ]),
      'a sparse map that does not fit its file',
    ],
    [
      'a sparse map beyond the file',
      layerTar([anOldSparseFile('s', 4, [[2, 'abc']])]),
      'a sparse map that does not fit its file',
    ],
    [
      'a name of more than a megabyte',
      layerTar([aFile('n'.repeat(1_100_000), '', { gnuLong: true })]),
      'a name or an attribute is too long',
    ],
    [
      'a path of 10,000 folders',
      layerTar([aFile('a/'.repeat(10_000), '', { gnuLong: true })]),
      'a path is too deep',
    ],
  ])('%s', (_, tar, reason) => {
    expect(() => indexOfTar(tar)).toThrow(reason)
  })

  it('checksums of signed bytes are right too', () => {
    expect(paths({ name: 'ä', checksum: 'signed' })).toEqual(['ä'])
  })
})
