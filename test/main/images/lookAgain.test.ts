import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ImageIndex } from '../../../main/images/imageIndex'
import { imageId } from '../../builders/imageRow'
import { FakeEngine } from '../../fakes/fakeEngine'
import { FakeSession } from '../../fakes/fakeSession'

let folder = ''
let index: ImageIndex

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-look-'))
})
afterEach(async () => {
  await index.close()
  await rm(folder, { recursive: true, force: true })
})

async function requestsOnReturn(version: string): Promise<readonly string[]> {
  const engine = new FakeEngine('classic', version)
  index = new ImageIndex({ session: new FakeSession(engine), cacheFolder: folder, gather: 1 })
  await index.live()
  engine.add({ id: imageId(1) })
  engine.requests.length = 0
  index.lookAgain()
  await index.live()
  return [...engine.requests]
}

test('an engine that builds in silence is asked for its list when the window has the focus again', async () => {
  expect(await requestsOnReturn('26.1.5')).not.toEqual([])
  expect(index.known()?.size).toBe(1)
})

test('one that tells of every image is asked for no list', async () => {
  const asked = await requestsOnReturn('28.5.2')
  expect(asked.filter((request) => request.startsWith('list'))).toEqual([])
})

test('nothing is asked while there is no engine', async () => {
  const session = new FakeSession(new FakeEngine('classic', '26.1.5'))
  index = new ImageIndex({ session, cacheFolder: folder, gather: 1 })
  await index.live()
  session.lose()
  expect(() => index.lookAgain()).not.toThrow()
})
