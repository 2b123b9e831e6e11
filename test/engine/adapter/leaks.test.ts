import { getEventListeners } from 'node:events'
import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { eventually } from '../support/eventually'
import { runnableImage } from '../support/images'
import { sandbox } from '../support/sandbox'
import { attach, engine } from './support'

const openFiles = () => readdirSync('/proc/self/fd').length
const full = process.env.STRATA_FULL !== undefined

/** limits.md A56. */
test.skipIf(process.platform !== 'linux')(
  'many requests, aborted ones too, leave no listener and no file open',
  async () => {
    const client = await engine()
    const image = await runnableImage()
    const warned = vi.fn()
    process.on('warning', warned)
    await client.inspectImage(image, {})
    const before = openFiles()
    const { signal } = new AbortController()
    for (let round = 0; round < (full ? 1250 : 60); round += 1) {
      await Promise.all(Array.from({ length: 8 }, () => client.inspectImage(image, { signal })))
    }
    for (let round = 0; round < (full ? 200 : 40); round += 1) {
      const controller = new AbortController()
      const asked = client.listImages({ signal: controller.signal }).catch(() => 'aborted')
      setTimeout(() => controller.abort(), round % 5)
      await asked
    }
    expect(getEventListeners(signal, 'abort')).toEqual([])
    expect(warned).not.toHaveBeenCalled()
    await eventually(() => expect(openFiles()).toBeLessThanOrEqual(before + 8))
    process.off('warning', warned)
  },
)

test.skipIf(process.platform !== 'linux')('sessions that come and go leave nothing open', async () => {
  const { session } = await attach()
  session.close()
  const before = openFiles()
  for (let round = 0; round < (full ? 100 : 20); round += 1) {
    const again = await attach(sandbox().host)
    await again.client().listContainers({})
    again.session.close()
  }
  await eventually(() => expect(openFiles()).toBeLessThanOrEqual(before + 2))
})
