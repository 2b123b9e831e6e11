import { randomBytes } from 'node:crypto'
import { anImage, layerOf, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar, ActivityPage } from './pages/activity'
import { expectNothingSerious } from './pages/settings'
import { PullDialog } from './pages/transfers'
import { stallingRegistry } from './support/stallingRegistry'

test('a transfer that stalls says so, and goes on when bytes come again', async ({
  page,
  registry,
  docker,
}) => {
  const repository = uniqueName('stalled')
  const name = `${registry.host}/${repository}:1`
  await load([
    anImage({ tags: [name], layers: [layerOf([{ name: 'heavy', content: randomBytes(3_000_000) }])] }),
  ])
  await docker('push', name)
  await docker('rmi', name)

  const stalling = await stallingRegistry(registry.host)
  try {
    const pulled = `${stalling.host}/${repository}:1`
    const dialog = await PullDialog.open(page)
    await dialog.pull(pulled)
    const activity = await ActivityPage.open(page)
    const detail = activity.detail(`Pull ${pulled}`)
    // Shown after ten seconds; a busy engine may take its time to begin.
    const stalled = detail.getByRole('status').filter({ hasText: /Nothing has moved for \d+ seconds/ })
    await expect(stalled).toBeVisible({ timeout: 60_000 })
    await expect(detail.getByRole('button', { name: 'Cancel' })).toBeVisible()
    await expectNothingSerious(page, 'a stalled pull')
    stalling.release()
    await expect(new ActivityBar(page).bar).toContainText('Downloaded a newer image', { timeout: 30_000 })
    await expect(stalled).toHaveCount(0)
    await docker('rmi', pulled)
  } finally {
    stalling.release()
    await stalling.close()
  }
})
