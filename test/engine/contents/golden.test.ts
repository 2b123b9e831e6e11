import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import { afterAll, describe, expect, test } from 'vitest'
import { build, folderOf, options, services } from '../build/support'
import { saved } from '../support/images'
import { docker, dockerResult, emptySandbox, sandbox } from '../support/sandbox'

/** Records test/golden/images anew from the run's engine: STRATA_GOLDEN=1, and a C compiler. */
const isAsked = process.env.STRATA_GOLDEN !== undefined
const golden = resolve('test/golden/images')
/** What a repository should carry of each. */
const maxBytes = 60_000

afterAll(async () => {
  if (isAsked) await emptySandbox()
})

describe.skipIf(!isAsked)('golden images', () => {
  test.each(['classic', 'buildkit'] as const)('are built by %s and saved', async (builder) => {
    const folder = folderOf({ Dockerfile: dockerfile, 'root.tar': await rootTar(), ...copied })
    const on = await services(builder === 'classic' ? { builder } : {})
    const tag = 'strata-golden:1'
    const { outcome, log } = await build(on, options({ folder, tags: [tag] }))
    expect(outcome.type, log.join('\n')).toBe('built')
    const archive = gzipSync(await saved(tag), { level: 9 })
    expect(archive.length).toBeLessThan(maxBytes)
    const name = `${version()}-${builder}`
    writeFileSync(join(golden, `${name}.tar.gz`), archive)
    const [inspected] = JSON.parse(await docker('image', 'inspect', tag))
    const { Id: id, RootFS: rootfs, Config: config } = inspected
    const container = await docker('create', tag)
    const facts = { id, diffIds: rootfs.Layers, labels: config.Labels, rows: await rowsOf(container) }
    writeFileSync(
      join(golden, `${name}.json`),
      `${JSON.stringify({ ...facts, rows: undefined }).slice(0, -1)},"rows":[\n${facts.rows.join(',\n')}\n]}\n`,
    )
    await docker('rm', container)
    await dockerResult(['rmi', '--force', tag])
  })
})

function version(): string {
  const { engineVersion, store } = sandbox()
  const short = engineVersion.split('.').slice(0, 2).join('.')
  return store === 'containerd' ? `${short}-containerd` : short
}

async function rowsOf(container: string): Promise<readonly string[]> {
  const { cli, cliEnv } = sandbox()
  const exported = execFileSync(cli, ['export', container], {
    env: { ...process.env, ...cliEnv },
    maxBuffer: 64 * 1024 * 1024,
  })
  const listed = execFileSync('python3', [join(golden, 'list.py')], { input: exported })
  return await Promise.resolve(listed.toString().trim().split('\n'))
}

const tool = (...words: string[]) => `RUN ["/tool", ${words.map((word) => JSON.stringify(word)).join(', ')}]`
const dockerfile = [
  'FROM scratch',
  'ADD root.tar /',
  'WORKDIR /work/inner',
  'COPY files/ /copied/',
  'COPY files/script /copied/again',
  tool('chmod', '755', '/copied/script'),
  tool('rm', '/gone/one', ';', 'rm', '/gone/deep/two', ';', 'rmdir', '/gone/deep', ';', 'rmdir', '/gone'),
  tool(
    'rm',
    '/opaque/old',
    ';',
    'rmdir',
    '/opaque',
    ';',
    'mkdir',
    '/opaque',
    ';',
    'write',
    '/opaque/new',
    'new',
  ),
  tool(
    'link',
    '/hard/a',
    '/hard/c',
    ';',
    'symlink',
    '../hard/a',
    '/links/late',
    ';',
    'chmod',
    '4711',
    '/hard/a',
  ),
  tool('rename', '/moved/from', '/moved/to', ';', 'rm', '/links/dangling', ';', 'mkdir', '/links/dangling'),
  tool('chown', '1000', '/copied/ünï'),
  tool('true'),
  'ENV A=1',
  'LABEL quote="\\"<b>" empty=""',
  'EXPOSE 80',
  'USER 1000:1000',
  'CMD ["/tool", "true"]',
].join('\n')

const copied = {
  'files/script': '#!/tool\n',
  'files/ünï': 'composed',
  'files/u\u0308': 'decomposed',
  'files/日本語/ファイル': 'x',
  'files/sp ace': '',
  'files/big': 'data '.repeat(20_000),
}

/** What a copy can't make: owners, set-uid, hard links, long names, a pipe. */
async function rootTar(): Promise<Buffer> {
  const tar = pack()
  const at = { mtime: new Date('2026-03-01T12:00:00Z') }
  const add = (header: Partial<Header> & { name: string }, content: Buffer | string = '') =>
    new Promise<void>((done, fail) => {
      tar.entry({ ...at, ...header }, content, (error) => (error ? fail(error) : done()))
    })
  const reading = (async () => {
    const parts: Buffer[] = []
    for await (const chunk of tar) if (Buffer.isBuffer(chunk)) parts.push(chunk)
    return Buffer.concat(parts)
  })()
  const file = async (name: string, content: Buffer | string, header: Partial<Header> = {}) =>
    await add({ name, ...header }, content)
  await file('tool', compiledTool(), { mode: 0o755 })
  for (const folder of ['gone', 'gone/deep', 'hard', 'links', 'moved', 'opaque']) {
    await add({ name: `${folder}/`, type: 'directory', mode: 0o755 })
  }
  await file('gone/one', 'one')
  await file('gone/deep/two', 'two')
  await file('opaque/old', 'old')
  await file('moved/from', 'moved')
  await file('hard/a', 'hard', { mode: 0o4755 })
  await add({ name: 'hard/b', type: 'link', linkname: 'hard/a' })
  await add({ name: 'links/absolute', type: 'symlink', linkname: '/hard/a' })
  await add({ name: 'links/up', type: 'symlink', linkname: '../../../../etc/passwd' })
  await add({ name: 'links/dangling', type: 'symlink', linkname: 'nowhere' })
  await file('owned', 'owned', { uid: 65_534, gid: 4_242, mode: 0o640 })
  await add({ name: 'sticky/', type: 'directory', mode: 0o1777 })
  await add({ name: 'setgid/', type: 'directory', mode: 0o2775, gid: 50 })
  await add({ name: 'pipe', type: 'fifo', mode: 0o644 })
  await file(`${'long-folder-name/'.repeat(12)}${'file'.repeat(30)}`, 'far away')
  await file('new\nline', 'odd')
  await file('back\\slash', 'odd')
  tar.finalize()
  return await reading
}

function compiledTool(): Buffer {
  const out = join('/tmp', `strata-tool-${process.pid}`)
  const flags =
    '-Os -static -nostdlib -ffreestanding -fno-stack-protector -fno-asynchronous-unwind-tables -Wl,--build-id=none,-n -s'
  execFileSync('cc', [...flags.split(' '), '-o', out, join(golden, 'tool.c')])
  return readFileSync(out)
}
