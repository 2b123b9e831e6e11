import { describe, expect, test } from 'vitest'
import { locateLine, locateStep } from '../../../main/build/dockerfile/locateStep'
import { outlineOf, registriesOf } from '../../../main/build/dockerfile/outline'

const dockerfile = `# syntax=docker/dockerfile:1
# escape=\`
# check=skip=all
# a comment
ARG VERSION=3.11
ARG EMPTY
FROM --platform=$BUILDPLATFORM python:\${VERSION} AS Build
ARG EMPTY
ARG QUOTED="a b" MORE=1
RUN <<EOF
FROM not-a-stage
ARG NOT_AN_ARG
EOF
RUN echo a \`
  # a comment inside
  && echo b
WORKDIR /x
FROM build
ONBUILD RUN echo child
COPY --from=0 /x /y
FROM scratch
COPY . /
`

test('directives, stages, arguments with and without default, ONBUILD', () => {
  expect(outlineOf(dockerfile)).toEqual({
    directives: [
      { name: 'syntax', value: 'docker/dockerfile:1', line: 1 },
      { name: 'escape', value: '`', line: 2 },
      { name: 'check', value: 'skip=all', line: 3 },
    ],
    stages: [
      {
        index: 0,
        name: 'build',
        from: 'python:${VERSION}',
        fromKind: 'image',
        platform: '$BUILDPLATFORM',
        line: 7,
      },
      { index: 1, from: 'build', fromKind: 'stage', line: 18 },
      { index: 2, from: 'scratch', fromKind: 'scratch', line: 21 },
    ],
    args: [
      { name: 'VERSION', defaultValue: '3.11', line: 5 },
      { name: 'EMPTY', line: 6 },
      { name: 'EMPTY', stage: 0, line: 8 },
      { name: 'QUOTED', defaultValue: 'a b', stage: 0, line: 9 },
      { name: 'MORE', defaultValue: '1', stage: 0, line: 9 },
    ],
    onBuild: [{ instruction: 'RUN echo child', line: 19 }],
    problems: [],
  })
})

test.each([
  ['docker/dockerfile:1', undefined],
  ['docker.io/docker/dockerfile:1.7-labs', undefined],
  ['docker/dockerfile-upstream:master', undefined],
  [`docker/dockerfile@sha256:${'a'.repeat(64)}`, undefined],
  ['docker/dockerfile2:1', 'docker/dockerfile2:1'],
  ['evil/frontend', 'evil/frontend'],
  ['registry.example.com/docker/dockerfile:1', 'registry.example.com/docker/dockerfile:1'],
  ['localhost:5000/x', 'localhost:5000/x'],
  ['NOT A REFERENCE', 'NOT'],
])('# syntax=%s is foreign: %j', (syntax, foreign) => {
  expect(outlineOf(`# syntax=${syntax}\nFROM scratch\n`).foreignSyntax).toBe(foreign)
})

test.each([
  '#!/usr/bin/env x\n# syntax=evil/f\nFROM scratch\n',
  '// syntax=evil/f\nFROM scratch\n',
  '# escape=\\\n#SYNTAX = evil/f arg\nFROM scratch\n',
  '{"syntax": "evil/f"}',
  '\ufeff# syntax=evil/f\nFROM scratch\n',
])('a frontend asked for in another way is seen too: %j', (content) => {
  expect(outlineOf(content).foreignSyntax).toBe('evil/f')
})

test.each([
  '# a comment\n# syntax=evil/f\nFROM scratch\n',
  'FROM scratch\n# syntax=evil/f\n',
  '\n# syntax=evil/f\n',
])('where BuildKit does not look, there is none: %j', (content) => {
  expect(outlineOf(content).foreignSyntax).toBeUndefined()
})

test.each<[string, number, RegExp]>([
  ['', 1, /no instructions/],
  ['# only\n', 1, /no instructions/],
  ['RUN x\n', 1, /no build stage/],
  ['FROM a\nFOO x\n', 2, /unknown instruction: FOO/],
  ['FROM\n', 1, /FROM requires/],
  ['FROM a b\n', 1, /FROM requires/],
  ['FROM a\nRUN <<EOF\nx\n', 2, /unterminated heredoc: EOF/],
  ['FROM a\n\nCOPY x\n', 3, /COPY requires at least two/],
  ['FROM a\nENV\n', 2, /ENV requires/],
  ['\ufeffFROM a\r\nBAR\r\n', 2, /unknown instruction: BAR/],
])('%j has a problem at line %i', (content, line, problem) => {
  expect(outlineOf(content).problems[0]).toMatchObject({
    code: 'BUILD_DOCKERFILE_INVALID',
    params: { line, problem: expect.stringMatching(problem), file: 'Dockerfile' },
  })
})

test.each([
  'FROM a\n',
  'from a as b\ncopy ["x y", "/"]\n',
  'FROM a\nRUN\n',
  'ARG X\nFROM $X\n',
  'FROM a\nCOPY <<E /x\nhi\nE\n',
])('%j is left to the engine', (content) => {
  expect(outlineOf(content).problems).toEqual([])
})

test('what is shown of a hostile Dockerfile is harmless', () => {
  const text = JSON.stringify(outlineOf('FROM a\u001b[31m AS b\u202e\nARG X="\u0007"\nONBUILD RUN \u009b\n'))
  expect(text).not.toMatch(/\\u00|[\u0080-\u009f\u202e]/)
})

test('registries of the bases, arguments filled in', () => {
  const text =
    'ARG R=localhost:5000\nARG T\nFROM ${R}/a:${T:-1} AS x\nFROM x\nFROM b\nCOPY --from=ghcr.io/c/d:1 / /\nFROM scratch\n'
  expect(registriesOf(text, new Map())).toEqual(['localhost:5000', 'docker.io', 'ghcr.io'])
  expect(registriesOf(text, new Map([['R', 'other:1']]))).toContain('other:1')
})

describe('which line a step comes from', () => {
  const lines = (name: string) => locateStep(dockerfile, 'Dockerfile', name)?.lines
  test.each<[string, { start: number; end: number } | undefined]>([
    ['[build 1/4] FROM docker.io/library/python:3.11', { start: 7, end: 7 }],
    ['[build 2/4] RUN <<EOF (FROM not-a-stage...)', { start: 10, end: 13 }],
    ['[linux/arm64 build 3/4] RUN echo a   && echo b', { start: 14, end: 16 }],
    ['[build 4/4] WORKDIR /x', { start: 17, end: 17 }],
    ['[stage-1 1/1] COPY --from=0 /x /y', { start: 20, end: 20 }],
    ['[stage-2 1/1] COPY . /', { start: 22, end: 22 }],
    ['[stage-9 1/1] COPY . /', undefined],
    ['[internal] load build context', undefined],
    ['exporting to image', undefined],
  ])('%s', (name, expected) => {
    expect(lines(name)).toEqual(expected)
  })

  test('the classic builder’s steps, and the base that could not be had', () => {
    const text = 'ARG X\nFROM a:1\nRUN x\n'
    expect(locateStep(text, 'f', 'Step 3/3 : RUN x')?.lines).toEqual({ start: 3, end: 3 })
    expect(locateStep(text, 'f', 'Step 3/3 : COPY x')).toBeUndefined()
    expect(locateStep(text, 'f', '[internal] load metadata for docker.io/library/a:1')?.lines.start).toBe(2)
  })

  test('the lines around are shown, harmless', () => {
    expect(locateLine('FROM a\n\u001b[31m\nRUN x\ny\nz\n', 'D', 3)).toEqual({
      file: 'D',
      lines: { start: 3, end: 3 },
      excerpt: { firstLine: 1, text: ['FROM a', '␛[31m', 'RUN x', 'y', 'z'] },
    })
    expect(locateLine('FROM a\n', 'D', 99)).toBeUndefined()
  })
})
