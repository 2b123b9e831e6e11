import { AppFailure } from '@shared/errors'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { formatTemplate, parseJsonPath } from '../../../main/images/jsonPath'
import { rawInspectOf } from '../../../main/images/raw'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const answer: unknown = JSON.parse(`{
  "Id": "sha256:x",
  "Config": { "ExposedPorts": { "8888/tcp": {} }, "Labels": { "a.b": "1", "plain": "2", "__proto__": "3", "q\\"uote": "4" }, "Env": ["A=1"] },
  "RootFS": { "Layers": ["one", "two"] }
}`)

describe('a path', () => {
  test.each([
    ['', '{{json .}}', answer],
    ['.', '{{json .}}', answer],
    ['.Config.ExposedPorts', '{{json .Config.ExposedPorts}}', { '8888/tcp': {} }],
    ['.RootFS.Layers[0]', '{{json (index .RootFS.Layers 0)}}', 'one'],
    ['.Config.Labels["a.b"]', '{{json (index .Config.Labels "a.b")}}', '1'],
    ['.Config.Labels["plain"]', '{{json .Config.Labels.plain}}', '2'],
    ['.Config.Labels["__proto__"]', '{{json .Config.Labels.__proto__}}', '3'],
    ['.Config.Labels["q\\"uote"]', '{{json (index .Config.Labels "q\\"uote")}}', '4'],
    ['.["Config"]["ExposedPorts"]["8888/tcp"]', '{{json (index .Config.ExposedPorts "8888/tcp")}}', {}],
  ])('%s is %s', (path, format, value) => {
    const raw = rawInspectOf(answer, path)
    expect([raw.format, JSON.parse(raw.text)]).toEqual([format, value])
    expect([raw.cutStrings, raw.cutEntries]).toEqual([0, 0])
  })

  test.each([
    ['.Nope', 'PATH_NOT_FOUND'],
    ['.RootFS.Layers[2]', 'PATH_NOT_FOUND'],
    ['.RootFS["Layers"].length', 'PATH_NOT_FOUND'],
    ['.Id.length', 'PATH_NOT_FOUND'],
    ['.constructor', 'PATH_NOT_FOUND'],
    ['.Config[0]', 'PATH_NOT_FOUND'],
    ['Config', 'INPUT_INVALID'],
    ['.Config..Env', 'INPUT_INVALID'],
    ['.Config[Env]', 'INPUT_INVALID'],
    ['.Config["Env]', 'INPUT_INVALID'],
    ['{{json .Config}}', 'INPUT_INVALID'],
  ])('%s: %s', (path, code) => {
    try {
      rawInspectOf(answer, path)
      expect.fail('it was found')
    } catch (cause) {
      expect(cause instanceof AppFailure && cause.error.code).toBe(code)
    }
  })

  test('no text makes the parser throw, and any keys written as a path are read back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(999))),
        (text, keys) => {
          parseJsonPath(text)
          const path = keys
            .map((key) => (typeof key === 'number' ? `[${key}]` : `[${JSON.stringify(key)}]`))
            .join('')
          expect(parseJsonPath(path)).toEqual(keys)
          expect(formatTemplate(keys)).not.toMatch(/[\u202e\u001b]/)
        },
      ),
    )
  })
})

describe('floods', () => {
  test('a string of 20 MB is cut and counted', () => {
    const raw = rawInspectOf({ Config: { Labels: { big: 'x'.repeat(20_000_000), small: 'y' } } }, '')
    expect(raw.text.length).toBeLessThan(1_000_000)
    expect(raw).toMatchObject({ cutStrings: 1, cutEntries: 0 })
    expect(JSON.parse(raw.text)).toMatchObject({ Config: { Labels: { small: 'y' } } })
  })

  test('200,000 labels with long names and values, 20,000 layers: still valid JSON under 1 MB', () => {
    const Labels = Object.fromEntries(
      Array.from({ length: 200_000 }, (_, n) => [`${n}-${'k'.repeat(500)}`, 'v'.repeat(500)]),
    )
    const raw = rawInspectOf(
      {
        Config: { Labels },
        RootFS: { Layers: Array.from({ length: 20_000 }, () => 'sha256:'.padEnd(71, 'a')) },
      },
      '',
    )
    expect(raw.text.length).toBeLessThan(1_000_000)
    expect(raw.cutEntries).toBeGreaterThan(190_000)
    expect(() => JSON.parse(raw.text)).not.toThrow()
  })

  test('escapes and bidi are shown as JSON escapes', () => {
    expect(rawInspectOf({ a: '\u001b[31m\u202e\u0085' }, '').text).toBe(
      '{\n  "a": "\\u001b[31m\\u202e\\u0085"\n}',
    )
  })
})
