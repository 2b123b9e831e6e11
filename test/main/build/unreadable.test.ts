import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openContext } from '../../../main/build/context/openContext'
import { weighContext } from '../../../main/build/context/weigh'
import { tempFolder } from './tempFolder'

const nobody = 65_534

/** Root may read everything, so for as long as it weighs, root is somebody else. */
async function weighed(folder: string): Promise<unknown> {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(nobody)
  try {
    const context = await openContext(folder, { builder: 'buildkit' })
    return await weighContext(context, { signal: new AbortController().signal })
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
}

/** A context that anybody may read, but for `locked`. */
function lockedIn(files: Parameters<typeof tempFolder>[0], locked: string): string {
  const folder = tempFolder(files)
  chmodSync(folder, 0o755)
  chmodSync(join(folder, locked), 0)
  return folder
}

const Dockerfile = 'FROM scratch\nCOPY . /\n'

const isWindows = process.platform === 'win32'

async function expectNamed(files: Parameters<typeof tempFolder>[0], path: string): Promise<void> {
  const folder = lockedIn(files, path)
  try {
    await expect(weighed(folder)).rejects.toMatchObject({
      error: { code: 'CONTEXT_UNREADABLE', params: { path }, retryable: true },
    })
  } finally {
    chmodSync(join(folder, path), 0o700)
  }
}

test.skipIf(isWindows)('a folder that may not be read is named', async () => {
  await expectNamed({ Dockerfile, 'locked/file': 's' }, 'locked')
})

// Whether a file can be read is asked for the real user, which root stays.
test.skipIf(isWindows || process.getuid?.() === 0)('a file that may not be read is named', async () => {
  await expectNamed({ Dockerfile, 'a/secret': 's' }, 'a/secret')
})

test.skipIf(isWindows)('left out by the rules, it is in nobody’s way', async () => {
  const folder = lockedIn({ Dockerfile, '.dockerignore': 'locked\n', 'locked/file': 's' }, 'locked')
  try {
    expect(await weighed(folder)).toMatchObject({ files: 2, folders: 0 })
  } finally {
    chmodSync(join(folder, 'locked'), 0o700)
  }
})
