import type { RunCommand } from '@shared/domain/imageDetails'
import { describe, expect, it } from 'vitest'
import {
  commandNote,
  commandParts,
  runLine,
  shellLine,
  shellWord,
} from '../../../renderer/features/imageDetails/overview/command.logic'

function command(over: Partial<RunCommand>): RunCommand {
  return { argv: [], entrypoint: [], cmd: [], cmdIgnored: false, ...over }
}

describe('shell words', () => {
  it.each([
    ['nginx', 'nginx'],
    ['/docker-entrypoint.sh', '/docker-entrypoint.sh'],
    ['--port=8080', '--port=8080'],
    ['daemon off;', "'daemon off;'"],
    ['', "''"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['a\nb', "'a\nb'"],
  ])('%j is written %s', (word, written) => {
    expect(shellWord(word)).toBe(written)
  })

  it('a shell-form command shows the shell that runs it', () => {
    expect(shellLine(['/bin/sh', '-c', 'exec top -b'])).toBe("/bin/sh -c 'exec top -b'")
  })
})

describe('as it will run', () => {
  it('joins ENTRYPOINT and CMD in that order', () => {
    const nginx = command({
      entrypoint: ['/docker-entrypoint.sh'],
      cmd: ['nginx', '-g', 'daemon off;'],
      entrypointForm: 'exec',
      cmdForm: 'exec',
    })
    expect({ parts: commandParts(nginx), line: runLine(nginx), note: commandNote(nginx) }).toEqual({
      parts: [
        { source: 'entrypoint', text: '/docker-entrypoint.sh', ignored: false },
        { source: 'cmd', text: "nginx -g 'daemon off;'", ignored: false },
      ],
      line: "/docker-entrypoint.sh nginx -g 'daemon off;'",
      note: 'cmdIsArguments',
    })
  })

  it('keeps a CMD that a shell-form ENTRYPOINT ignores in sight, and out of the line', () => {
    const ignored = command({
      entrypoint: ['/bin/sh', '-c', 'exec top -b'],
      cmd: ['--ignored'],
      entrypointForm: 'shell',
      cmdForm: 'exec',
      cmdIgnored: true,
    })
    expect({ parts: commandParts(ignored), line: runLine(ignored), note: commandNote(ignored) }).toEqual({
      parts: [
        { source: 'entrypoint', text: "/bin/sh -c 'exec top -b'", ignored: false },
        { source: 'cmd', text: '--ignored', ignored: true },
      ],
      line: "/bin/sh -c 'exec top -b'",
      note: 'cmdIgnored',
    })
  })

  it.each<[string, Partial<RunCommand>]>([
    ['nothingToRun', {}],
    ['cmdReplaceable', { cmd: ['bash'] }],
    ['entrypointOnly', { entrypoint: ['/app'], entrypointForm: 'exec' }],
    ['argumentsIgnored', { entrypoint: ['/bin/sh', '-c', 'top'], entrypointForm: 'shell' }],
  ])('%s', (note, over) => {
    expect(commandNote(command(over))).toBe(note)
  })
})
