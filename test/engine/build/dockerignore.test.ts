import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openContextFolder } from '../../../main/build/context/contextFolder'
import { openContext } from '../../../main/build/context/openContext'
import { randomOf } from '../support/random'
import { dockerResult, sandbox, uniqueName } from '../support/sandbox'
import { build, built, folderOf, imageTree, services, treeOf } from './support'

const full = Boolean(process.env.STRATA_FULL)
const count = full ? 100 : 12
const seed = Number(process.env.STRATA_SEED ?? 20_261_121)

const names = ['a', 'b', 'ab', 'c.md', 'd.log', 'x-y', '.env', 'ä', 'constructor', 'a b']
const parts = [...names, '*', '?', 'a*', '*.md', '*.log', '[ab]', '[^a]', '**', '.*', 'b?', '..', '.', '\\a']

function aCase(at: number): { readonly files: Record<string, string>; readonly rules: string } {
  const { next: random } = randomOf(seed + at)
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[Math.floor(random() * from.length)] ?? otherwise
  const some = (most: number) => 1 + Math.floor(random() * most)
  const files: Record<string, string> = {}
  for (let i = 0; i < 14; i += 1) {
    const path = Array.from({ length: some(3) }, () => pick(names, 'a')).join('/')
    const clash = Object.keys(files).some(
      (other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
    )
    if (!clash) files[path] = path
  }
  const rule = () => {
    const sign = pick(['', '', '', '!', '/', './', '# ', '! ', '  '], '')
    return (
      sign +
      Array.from({ length: some(3) }, () => pick(parts, '*')).join('/') +
      pick(['', '', '/', ' ', '/**'], '')
    )
  }
  const rules = [...(random() < 0.3 ? ['*'] : []), ...Array.from({ length: some(6) }, rule)].join(
    pick(['\n', '\r\n'], '\n'),
  )
  return { files, rules }
}

type Case = { readonly at: number; readonly files: Readonly<Record<string, string>>; readonly rules: string }

const cases: readonly Case[] = Array.from({ length: count }, (_, at) => ({ at, ...aCase(at) }))
const fixed: readonly Case[] = [
  { at: -1, files: { 'ab/a': '1', z: '2' }, rules: 'ab/*\n!*\n*.md/*\n' },
  { at: -2, files: { constructor: '1', toString: '2', z: '3' }, rules: 'constructor\ntoString\n' },
  { at: -3, files: { 'a/b/keep': '1', 'a/b/drop': '2', 'a/c/x': '3' }, rules: '*\n!a/b/keep\n' },
  { at: -4, files: { yx: '1', x: '2', 'd/yx': '3' }, rules: '**x\n' },
]

/** The rules of buildx are its client's own, whatever the engine; 20.10's packages come without it. */
test
  .skipIf(process.env.STRATA_SANDBOX !== undefined && sandbox().engineVersion.startsWith('20.'))
  .each([...fixed, ...cases])(`case $at of seed ${seed}: $rules`, async ({ files, rules }) => {
  const folder = folderOf({ ...files, '.dockerignore': rules })
  const outside = mkdtempSync(join(tmpdir(), 'strata-out-'))
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const dockerfile = join(outside, 'all.Dockerfile')
  writeFileSync(dockerfile, 'FROM scratch\nCOPY . /\n')
  const out = join(outside, 'out')
  const theirs = await dockerResult([
    'buildx',
    'build',
    '--quiet',
    '--output',
    `type=local,dest=${out}`,
    '--file',
    dockerfile,
    folder,
  ])

  const ours = async () => {
    const context = await openContext(folder, { dockerfile, builder: 'buildkit' })
    const found: string[] = []
    const excludes = context.ignore.patterns.map(({ text }) => text)
    const { signal } = new AbortController()
    for await (const { path, kind } of openContextFolder(context.root).entries({ excludes }, { signal })) {
      found.push(kind === 'folder' ? `${path}/` : path)
    }
    return found.sort()
  }
  if (theirs.code === 0) expect(await ours()).toEqual(Object.keys(treeOf(out)).sort())
  else if (/pattern/.test(theirs.stderr)) {
    await expect(ours()).rejects.toMatchObject({ error: { code: 'CONTEXT_IGNORE_INVALID' } })
  } else throw new Error(theirs.stderr)
})

test('what the engine is really given equals what was weighed', async () => {
  const on = await services()
  const { files } = aCase(1)
  const name = uniqueName()
  const folder = folderOf({
    ...files,
    Dockerfile: 'FROM scratch\nCOPY . /in/\n',
    '.dockerignore': '*\n!a*\n!x-y\n!ä\n',
  })
  built(await build(on, { folder, tags: [name] }))
  const sent = Object.keys(imageTree(name)).filter(
    (path) => path.startsWith('in/') && path !== 'in/' && !path.endsWith('/'),
  )
  const expected = Object.keys(files).filter((path) => /^(?:a|x-y|ä)/.test(path))
  expect(sent.map((path) => Buffer.from(path, 'utf8').toString().slice(3)).sort()).toEqual(expected.sort())
})
