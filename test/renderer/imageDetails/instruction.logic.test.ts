import { breakCommand } from '@shared/breakCommand'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oneLine, readInstruction } from '../../../renderer/features/imageDetails/history/instruction.logic'

describe('a recorded step as its Dockerfile line', () => {
  it.each([
    ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD', '["bash"]', true],
    ['/bin/sh -c #(nop) ADD file:81c0a803075715d1 in / ', 'ADD', 'file:81c0a803075715d1 in /', true],
    ['/bin/sh -c #(nop) WORKDIR /a/b', 'WORKDIR', '/a/b', true],
    [
      '/bin/sh -c apt-get update && apt-get install -y curl',
      'RUN',
      'apt-get update && apt-get install -y curl',
      true,
    ],
    [
      'RUN /bin/sh -c pip install -r requirements.txt # buildkit',
      'RUN',
      'pip install -r requirements.txt',
      true,
    ],
    ['COPY main.py . # buildkit', 'COPY', 'main.py .', true],
    ['ENV PATH=/usr/local/bin:/usr/bin', 'ENV', 'PATH=/usr/local/bin:/usr/bin', false],
    ['EXPOSE map[8888/tcp:{}]', 'EXPOSE', 'map[8888/tcp:{}]', false],
    ['CMD ["python3"]', 'CMD', '["python3"]', false],
    ['cmd /S /C #(nop)  ENV A=1', 'ENV', 'A=1', true],
    ['/bin/bash -o pipefail -c make', undefined, '/bin/bash -o pipefail -c make', false],
    ['bazel build ...', undefined, 'bazel build ...', false],
    ['', undefined, '', false],
  ])('%s', (recorded, keyword, rest, folded) => {
    expect(readInstruction(recorded)).toEqual({
      ...(keyword === undefined ? {} : { keyword }),
      rest,
      buildArgs: [],
      folded,
    })
  })

  it.each([
    '|2 VERSION=1.2 NAME=a b c /bin/sh -c make all',
    'RUN |2 VERSION=1.2 NAME=a b c /bin/sh -c make all # buildkit',
  ])('build arguments stand apart: %s', (recorded) => {
    expect(readInstruction(recorded)).toEqual({
      keyword: 'RUN',
      rest: 'make all',
      buildArgs: ['VERSION=1.2', 'NAME=a b c'],
      folded: true,
    })
  })

  it('never throws and never makes up text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (recorded) => {
        expect(recorded).toContain(readInstruction(recorded).rest)
      }),
    )
  })
})

it('folds a step to one line for the list', () => {
  expect(oneLine('  set -eux;\n\t apt-get   update ')).toBe('set -eux; apt-get update')
})

describe('a long command over lines', () => {
  it('breaks before each && that is not inside quotes', () => {
    expect(breakCommand('apt-get update && echo "a && b" && rm -rf /tmp')).toBe(
      'apt-get update \\\n && echo "a && b" \\\n && rm -rf /tmp',
    )
  })

  it('loses nothing but blanks', () => {
    const bare = (text: string) => text.replace(/[\s\\]/g, '')
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: fc.constantFrom('a', ' ', '&', '"', "'", '\\') }),
        (text) => {
          expect(bare(breakCommand(text))).toBe(bare(text))
        },
      ),
    )
  })
})
