import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { socketOwner } from '../../../../main/engine/connection/socketOwner'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'strata-owner-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test.skipIf(process.platform === 'win32')(
  'the group of the socket, else of the nearest folder that can be looked at',
  () => {
    const place = folder()
    const path = join(place, 'd.sock')
    expect(socketOwner(path, 'linux').path).toBe(place)
    writeFileSync(path, '')
    const owner = socketOwner(path, 'linux')
    expect(owner.path).toBe(path)
    expect(owner.group).not.toBe('')
    if (statSync(path).gid === 0 && process.platform === 'linux') expect(owner.group).toBe('root')
  },
)

test('on Windows, the group that Docker Desktop makes', () => {
  expect(socketOwner('//./pipe/docker_engine', 'win32')).toEqual({
    path: '//./pipe/docker_engine',
    group: 'docker-users',
  })
})
