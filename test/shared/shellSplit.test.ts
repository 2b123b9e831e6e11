import { splitCommand } from '@shared/shellSplit'
import { shellWord } from '@shared/shellWord'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('splitting a command as typed', () => {
  it.each([
    ['', []],
    ['  ls   -l\t/tmp\n', ['ls', '-l', '/tmp']],
    [`sh -c 'echo "hi"'`, ['sh', '-c', 'echo "hi"']],
    [`echo "a \\"b\\" \\$c \\d"`, ['echo', 'a "b" $c \\d']],
    ['a\\ b c', ['a b', 'c']],
    [`a'b'"c"d`, ['abcd']],
    [`'' ""`, ['', '']],
    ['a\\\nb', ['ab']],
  ])('%j', (text, words) => expect(splitCommand(text)).toEqual({ type: 'words', words, signs: [] }))

  it.each([
    ["echo 'a", "'"],
    ['echo "a', '"'],
    ['echo a\\', '\\'],
  ])('%j is not closed', (text, sign) => expect(splitCommand(text)).toEqual({ type: 'open', sign }))

  it('passes on what only a shell would act on, and names it', () => {
    expect(splitCommand('echo $HOME && ls *.c | wc > ~/x # done')).toEqual({
      type: 'words',
      words: ['echo', '$HOME', '&&', 'ls', '*.c', '|', 'wc', '>', '~/x', '#', 'done'],
      signs: ['$', '&&', '*', '|', '>', '~', '#'],
    })
    expect(splitCommand('a#b c~d \\$x')).toMatchObject({ words: ['a#b', 'c~d', '$x'], signs: [] })
  })

  it('gives back every word that was quoted for a shell', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitCommand(words.map(shellWord).join(' '))).toEqual({ type: 'words', words, signs: [] })
      }),
    )
  })
})
