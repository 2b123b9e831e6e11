import { type FakeHub, startFakeHub } from '../fakes/hub/hub'
import { severalPlatforms, windows } from '../fakes/hub/recorded'
import { html, rateLimited } from '../fakes/hub/replies'
import { expect, test } from './fixtures'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'
import { PullDialog } from './pages/transfers'

let hub: FakeHub
test.beforeAll(async () => {
  hub = await startFakeHub({ tags: { 'library/centos': [severalPlatforms, windows] } })
})
test.afterAll(async () => await hub.close())
test.beforeEach(async ({ page }) => {
  hub.breakWith(undefined)
  await page.evaluate(`window.strata.settings.set({ hubEndpoint: '${hub.origin}' })`)
  await new Frame(page).goTo('Search')
})

test('with minimum stars: whole descriptions, publishers, pulls as the Hub rounds them, tags', async ({
  page,
}) => {
  await expect(page.getByText('Find an image to pull')).toBeVisible()
  await expectNothingSerious(page, 'Search before it is asked')
  const field = page.getByRole('textbox', { name: 'Search Docker Hub' })
  await field.fill('centos')
  await page.getByRole('textbox', { name: 'Minimum stars' }).fill('99')
  const before = hub.seen.length
  expect(before).toBe(0)
  await page.keyboard.press('Enter')
  const results = page.getByRole('list', { name: 'Results' }).getByRole('listitem')
  await expect(results).toHaveCount(5)
  await expect(results.first()).toContainText(
    'The official build of CentOS, which has reached the end of its life.',
  )
  await expect(results.first()).toContainText('Official')
  await expect(results.first()).toContainText('10M+ pulls')
  await expect(results.last()).toContainText('Verified publisher')
  await expectNothingSerious(page, 'results')

  await page.getByRole('button', { name: 'Official only' }).click()
  await page.getByRole('button', { name: 'Search', exact: true }).last().click()
  await expect(results).toHaveCount(1)
  await page.getByRole('button', { name: 'centos', exact: true }).click()
  const tags = page.getByRole('complementary', { name: 'Tags of centos' })
  await expect(tags).toContainText('download (compressed)')
  await expect(tags).toContainText('linux/arm/v7')
  await expect(tags).toContainText('38.2 MB')
  await expectNothingSerious(page, 'tags')
  await tags.getByRole('button', { name: 'Pull centos:7…' }).click()
  await expect(new PullDialog(page).field).toHaveValue('centos:7')
})

test('a Hub that wants a pause, or is barred, is a state with ways on', async ({ page }) => {
  const field = page.getByRole('textbox', { name: 'Search Docker Hub' })
  hub.breakWith(html)
  await field.fill('nginx')
  await page.keyboard.press('Enter')
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('answered with a web page')

  // Last: from then on nothing more is asked of that host for as long as it said.
  hub.breakWith(rateLimited('40'))
  await field.fill('redis')
  await page.keyboard.press('Enter')
  await expect(alert).toContainText('allows no more requests for now')
  await expect(alert).toContainText(/again in \d+ seconds/)
  await expect(alert.getByRole('button', { name: 'Search by the engine instead' })).toBeEnabled()
  await expectNothingSerious(page, 'a rate-limited search')
  await alert.getByRole('button', { name: 'Set another address…' }).click()
  await expect(page.getByRole('textbox', { name: 'Address of Docker Hub' })).toHaveValue(hub.origin)
  await page.getByRole('textbox', { name: 'Address of Docker Hub' }).fill('http://example.com')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('alert')).toContainText('http is for this machine only')
})
