import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errors } from '../../../renderer/i18n/en/errors'

const root = resolve(import.meta.dirname, '../../..')

/** Every `appError('CODE', { … })` with a literal object: the code, the names of its values, and where. */
const raised = ['main', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8')
      return [...text.matchAll(/appError\(\s*'([A-Z_]+)'\s*(?:\)|,\s*\{([^{}]*)\}\s*[,)])/g)].map(
        ([, code = '', values = '']) => ({
          code,
          names: new Set([...values.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name]) => name)),
          open: values.includes('...'),
          place: `${folder}/${file}`,
        }),
      )
    }),
)

const wordsOf = new Map(Object.entries(errors))

describe('the words of an error', () => {
  it('are looked for where errors are raised', () => {
    expect(raised.length).toBeGreaterThan(100)
  })

  it('name only values that come with it', () => {
    const lacking = raised.flatMap(({ code, names, open, place }) => {
      const { sentence, advice } = wordsOf.get(code) ?? { sentence: '', advice: '' }
      const wanted = [...`${sentence} ${advice}`.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name)
      const missing = open ? [] : wanted.filter((name) => !names.has(name))
      return missing.map((name) => `${place}: ${code} says {{${name}}} and is given ${[...names].join(', ')}`)
    })
    expect(lacking).toEqual([])
  })
})
