import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { archiveOf, imageIdOf, layerOf } from '../../scripts/sandbox/images/archive.mjs'
import { bulkImages } from '../../scripts/sandbox/images/bulk.mjs'
import { tarOf } from '../../scripts/sandbox/images/tar.mjs'

function listed(tar: Buffer): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'strata-tar-'))
  try {
    writeFileSync(join(folder, 'a.tar'), tar)
    const text = execFileSync('tar', ['-tf', join(folder, 'a.tar')], { encoding: 'utf8' })
    return text.trim().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('writes tars that the system reads', () => {
  const long = `${'d'.repeat(90)}/${'f'.repeat(90)}`
  const folder = mkdtempSync(join(tmpdir(), 'strata-tar-'))
  const tar = tarOf([
    { name: 'bin' },
    { name: 'bin/run', content: 'x'.repeat(1000), mode: 0o755 },
    { name: 'bin/sh', link: 'run' },
    { name: long, content: 'far' },
    { name: 'empty', content: '' },
  ])
  try {
    execFileSync('tar', ['-xf', '-', '-C', folder], { input: tar })
    expect(readFileSync(join(folder, 'bin/sh'), 'utf8')).toHaveLength(1000)
    expect(readFileSync(join(folder, long), 'utf8')).toBe('far')
  } finally {
    rmSync(folder, { recursive: true })
  }
  expect(listed(tar)).toEqual(['bin/', 'bin/run', 'bin/sh', long, 'empty'])
})

it('refuses a name that no ustar header holds', () => {
  expect(() => tarOf([{ name: 'n'.repeat(101), content: '' }])).toThrow('does not fit')
})

it('writes a shared layer once', () => {
  const layer = layerOf([{ name: 'shared', content: 'x' }])
  const steps = [{ createdBy: 'COPY shared /', layer }]
  const archive = Buffer.concat([
    ...archiveOf([
      { tags: ['a:1'], steps },
      { tags: ['b:1'], steps, author: 'b' },
    ]),
  ])
  expect(listed(archive).filter((name) => name.endsWith('layer.tar'))).toHaveLength(1)
  expect(listed(archive).filter((name) => /^[0-9a-f]{64}\.json$/.test(name))).toHaveLength(2)
})

it('makes the corpus: seven layers an image, five shared through ten bases, every tenth with a second tag', () => {
  const images = [...bulkImages({ count: 100 })]
  const layers = images.map(({ steps }) => steps.flatMap(({ layer }) => (layer ? [layer.diffId] : [])))
  expect(layers.every((ids) => ids.length === 7)).toBe(true)
  expect(new Set(layers.map((ids) => ids.slice(0, 5).join())).size).toBe(10)
  expect(new Set(layers.flat()).size).toBe(10 * 5 + 100 * 2)
  expect(images.filter(({ tags }) => tags?.length === 2)).toHaveLength(10)
  expect(new Set(images.flatMap(({ tags = [] }) => tags)).size).toBe(110)
  expect([...bulkImages({ count: 3 })].map(imageIdOf)).toEqual(images.slice(0, 3).map(imageIdOf))
})
