import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { extract } from 'tar-stream'
import { expect, onTestFinished, test } from 'vitest'
import { openContextFolder } from '../../../main/build/context/contextFolder'
import { openContext } from '../../../main/build/context/openContext'
import { packContext } from '../../../main/build/context/pack'
import { weighContext } from '../../../main/build/context/weigh'
import { tempFolder } from './tempFolder'

const signal = new AbortController().signal

async function packed(root: string, options: { dockerfile?: string } = {}) {
  const context = await openContext(root, { builder: 'classic', ...options })
  const { tar, dockerfile } = packContext(context, { signal })
  const entries: {
    name: string
    type: string
    mode: number
    size: number
    link: string
    text: string
    uid: number
  }[] = []
  const reader = extract()
  tar.pipe(reader)
  for await (const entry of reader) {
    const { name, type, mode, size, linkname, uid } = entry.header
    let text = ''
    for await (const chunk of entry) text += String(chunk)
    entries.push({ name, type, mode, size, link: linkname ?? '', text, uid })
  }
  return { entries, dockerfile, names: entries.map(({ name }) => name) }
}

test('what is sent: parents first, by bytes, modes kept, owner root, links as links', async () => {
  const root = tempFolder({
    Dockerfile: 'FROM scratch\n',
    'b/x': 'xx',
    'B/y': 'y',
    'b-c': '',
    out: { link: '/etc/passwd' },
    up: { link: '../../..' },
    empty: null,
  })
  chmodSync(join(root, 'b/x'), 0o4751)
  const { entries, names } = await packed(root)
  expect(names).toEqual(['B', 'B/y', 'Dockerfile', 'b', 'b/x', 'b-c', 'empty', 'out', 'up'])
  expect(entries.find(({ name }) => name === 'b/x')).toMatchObject({
    mode: 0o4751,
    size: 2,
    text: 'xx',
    uid: 0,
  })
  expect(entries.find(({ name }) => name === 'out')).toMatchObject({
    type: 'symlink',
    link: '/etc/passwd',
    size: 0,
  })
  expect(entries.find(({ name }) => name === 'up')).toMatchObject({ type: 'symlink', link: '../../..' })
})

test('a file with two names is sent once', async () => {
  const root = tempFolder({ Dockerfile: 'FROM scratch\n', a: 'same' })
  linkSync(join(root, 'a'), join(root, 'b'))
  const { entries } = await packed(root)
  expect(entries.find(({ name }) => name === 'b')).toMatchObject({ type: 'link', link: 'a', size: 0 })
  expect(await weighContext(await openContext(root, { builder: 'buildkit' }), { signal })).toMatchObject({
    files: 3,
    bytes: 17,
  })
})

test('FIFO and socket are skipped with a note, and nothing waits for them', async () => {
  const root = tempFolder({ Dockerfile: 'FROM scratch\n' })
  execFileSync('mkfifo', [join(root, 'pipe')])
  const server = createServer().listen(join(root, 'sock'))
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const weight = await weighContext(await openContext(root, { builder: 'buildkit' }), { signal })
  expect(weight.skipped).toEqual([
    { path: 'pipe', why: 'fifo' },
    { path: 'sock', why: 'socket' },
  ])
  expect((await packed(root)).names).toEqual(['Dockerfile'])
})

test('weight: files, bytes, biggest folders, and which rule dropped what', async () => {
  const root = tempFolder({
    Dockerfile: 'FROM scratch\n',
    '.dockerignore': 'node_modules\n*.log\n# note\n!keep.log\n',
    'node_modules/a/x': 'xxxx',
    'node_modules/b': 'x',
    'src/big': 'x'.repeat(1000),
    'src/small': 'x',
    'a.log': '',
    'b.log': '',
    'keep.log': 'k',
  })
  expect(await weighContext(await openContext(root, { builder: 'buildkit' }), { signal })).toEqual({
    files: 5,
    folders: 1,
    links: 0,
    bytes: 13 + 36 + 1001 + 1,
    biggest: [
      { path: 'src', bytes: 1001, files: 2 },
      { path: '.', bytes: 50, files: 3 },
    ],
    ignored: [
      { rule: 'node_modules', line: 1, entries: 1 },
      { rule: '*.log', line: 2, entries: 2 },
    ],
    skipped: [],
    skippedTotal: 0,
    ignoreFile: '.dockerignore',
  })
})

test('a re-included file below an ignored folder comes with its folders', async () => {
  const root = tempFolder({
    Dockerfile: 'FROM scratch\n',
    '.dockerignore': '*\n!a/b/keep\n',
    'a/b/keep': 'k',
    'a/b/drop': 'd',
    'a/c/drop': 'd',
  })
  expect((await packed(root)).names).toEqual(['.dockerignore', 'Dockerfile', 'a', 'a/b', 'a/b/keep'])
})

test('the Dockerfile’s own ignore file hides the other one, for BuildKit only', async () => {
  const root = tempFolder({
    'x.Dockerfile': 'FROM scratch\n',
    '.dockerignore': 'a\n',
    'x.Dockerfile.dockerignore': 'b\n',
    a: '',
    b: '',
  })
  const own = await openContext(root, { builder: 'buildkit', dockerfile: 'x.Dockerfile' })
  expect(own.ignore).toEqual({ file: 'x.Dockerfile.dockerignore', patterns: [{ text: 'b', line: 1 }] })
  const classic = await openContext(root, { builder: 'classic', dockerfile: 'x.Dockerfile' })
  expect(classic.ignore.file).toBe('.dockerignore')
})

test('a Dockerfile outside of the context comes under a name of its own that COPY does not see', async () => {
  const root = tempFolder({ a: 'a', '.dockerignore': 'secret\n', secret: 's' })
  const outside = tempFolder({ 'other.Dockerfile': 'FROM scratch\nCOPY . /\n' })
  const { entries, dockerfile } = await packed(root, { dockerfile: join(outside, 'other.Dockerfile') })
  expect(dockerfile).toMatch(/^\.dockerfile\.[0-9a-f]{20}$/)
  expect(entries.map(({ name, text }) => [name, text])).toEqual([
    [dockerfile, 'FROM scratch\nCOPY . /\n'],
    ['.dockerignore', `secret\n${dockerfile}\n`],
    ['a', 'a'],
  ])
})

test.each([
  ['CONTEXT_NOT_FOLDER', 'gone'],
  ['CONTEXT_NOT_FOLDER', 'Dockerfile'],
  ['CONTEXT_NO_DOCKERFILE', 'empty'],
])('%s: %s', async (code, folder) => {
  const root = tempFolder({ Dockerfile: '', empty: null })
  await expect(openContext(join(root, folder), { builder: 'buildkit' })).rejects.toMatchObject({
    error: { code },
  })
})

test('a file that grows while it is sent: what it promised; one that shrinks: an error that names it', async () => {
  const root = tempFolder({ grows: 'x'.repeat(1000), shrinks: 'x'.repeat(1000) })
  const folder = openContextFolder(root)
  const entries = []
  for await (const entry of folder.entries({ excludes: [] }, { signal })) entries.push(entry)
  appendFileSync(join(root, 'grows'), 'more')
  truncateSync(join(root, 'shrinks'), 10)
  const [grows, shrinks] = entries
  if (grows === undefined || shrinks === undefined) throw new Error('two entries')
  let bytes = 0
  for await (const chunk of folder.read(grows, { signal })) bytes += chunk.length
  expect(bytes).toBe(1000)
  const read = async () => {
    for await (const _ of folder.read(shrinks, { signal }));
  }
  await expect(read()).rejects.toMatchObject({
    error: { code: 'CONTEXT_FILE_CHANGED', params: { path: 'shrinks' } },
  })
})

test('a file that became a link to the outside since the walk is not followed', async () => {
  const root = tempFolder({ file: 'inside' })
  const folder = openContextFolder(root)
  const entries = []
  for await (const one of folder.entries({ excludes: [] }, { signal })) entries.push(one)
  const [entry] = entries
  if (entry === undefined) throw new Error('one entry')
  rmSync(join(root, 'file'))
  symlinkSync('/etc/passwd', join(root, 'file'))
  const read = async () => {
    for await (const _ of folder.read(entry, { signal }));
  }
  await expect(read()).rejects.toMatchObject({ error: { code: 'CONTEXT_FILE_CHANGED' } })
})

test('a name that is not UTF-8 is named in the error', async () => {
  const root = tempFolder({ Dockerfile: 'FROM scratch\n' })
  writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff])]), '')
  const weigh = async () => await weighContext(await openContext(root, { builder: 'buildkit' }), { signal })
  await expect(weigh()).rejects.toMatchObject({
    error: { code: 'CONTEXT_PATH_INVALID', params: { path: expect.stringContaining('bad-') } },
  })
})

test('an abort stops the packing and closes every file', async () => {
  const root = tempFolder({ Dockerfile: 'FROM scratch\n', big: Buffer.alloc(20_000_000) })
  const stop = new AbortController()
  const { tar } = packContext(await openContext(root, { builder: 'classic' }), { signal: stop.signal })
  const read = async () => {
    for await (const _ of tar) stop.abort(new Error('enough'))
  }
  await expect(read()).rejects.toThrow('enough')
  expect(tar.destroyed).toBe(true)
})

test('links on the way to a file are sent with what they lead to, and never lead out', async () => {
  const root = tempFolder({
    'real/file': 'x',
    alias: { link: 'real' },
    round: { link: 'round' },
    out: { link: '../../etc' },
  })
  const folder = openContextFolder(root)
  expect(await folder.followLinks(['alias/file'])).toEqual(['alias', 'real/file'])
  expect(await folder.followLinks(['out/passwd'])).toEqual(['etc/passwd', 'out'])
  expect(await folder.followLinks(['round'])).toEqual(['round'])
  expect(await folder.followLinks(['re*l/x'])).toContain('')
  expect(await folder.followLinks(['/'])).toEqual([''])
})

test('50,000 files are walked in a few seconds and 10 MB', { timeout: 60_000 }, async () => {
  const root = tempFolder({ Dockerfile: 'FROM scratch\n' })
  const count = process.env.STRATA_FULL ? 50_000 : 5_000
  for (let i = 0; i < count; i += 1) {
    const folder = join(root, `d${i % 100}`)
    if (i < 100) mkdirSync(folder)
    writeFileSync(join(folder, `${i}`), '')
  }
  const begin = performance.now()
  const weight = await weighContext(await openContext(root, { builder: 'buildkit' }), { signal })
  expect(weight.files).toBe(count + 1)
  // On a machine that others share, the time says nothing.
  if (process.env.STRATA_FULL) expect(performance.now() - begin).toBeLessThan(count / 2)
})
