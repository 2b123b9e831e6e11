import { bringUp } from '../../scripts/sandbox/index.mjs'
import { anImage, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar, ActivityPage } from './pages/activity'
import { RemoveDialog } from './pages/cleanup'
import { ImageRows } from './pages/details'
import { expectNothingSerious, SettingsPage } from './pages/settings'
import { launchApp } from './support/launch'

test.describe('work that takes time', () => {
  test('outlives its page, ends once, keeps its log and goes when dismissed', async ({ page }) => {
    const activity = await ActivityPage.open(page)
    await expect(page.getByText('No jobs yet')).toBeVisible()
    await expectNothingSerious(page, 'Activity without jobs')

    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`] })])
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Images/ })
      .click()
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row(app).click()
    await page.keyboard.press('Delete')
    await new RemoveDialog(page).confirm()
    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText(`${app}:1 will be removed`)
    await expectNothingSerious(page, 'a waiting job')

    await ActivityPage.open(page)
    await expect(activity.jobs).toHaveCount(1)
    await expect(activity.jobs.first()).toContainText('Waiting')
    await bar.runNow()
    await expect(activity.jobs.first()).toContainText('Done')
    await expect(activity.line('Untagged', `${app}:1`)).toBeVisible()
    await expect(activity.line('Deleted', 'sha256:').first()).toBeVisible()
    await activity.showLog()
    await expect(activity.log).toContainText(`Untagged: ${app}:1`)
    await expectNothingSerious(page, 'a job that ended')
    await activity.dismissEnded()
    await expect(page.getByText('No jobs yet')).toBeVisible()
  })

  test('with no time to undo it starts at once', async ({ page, docker }) => {
    const settings = await SettingsPage.open(page)
    await expectNothingSerious(page, 'Settings')
    await settings.undoField.fill('500')
    await expect(page.getByRole('alert')).toContainText('Whole seconds from 0 to 120')
    await settings.setUndoSeconds(0)
    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`] })])
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Images/ })
      .click()
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row(app).click()
    await page.keyboard.press('Delete')
    const dialog = new RemoveDialog(page)
    await expect(dialog.dialog).toContainText('Starts at once')
    await dialog.confirm()
    await expect(new ActivityBar(page).bar).toContainText('1 deleted')
    expect(await docker('images', '-q', app)).toBe('')
  })

  test('density and theme apply at once', async ({ page }) => {
    const settings = await SettingsPage.open(page)
    await settings.choose('Dark')
    await expect(page.locator('html[data-theme=dark]')).toHaveCount(1)
    await settings.choose('Comfortable')
    await expect(page.locator('html[data-density=comfortable]')).toHaveCount(1)
    await settings.choose('Light')
    await expect(page.locator('html[data-theme=light]')).toHaveCount(1)
  })
})

test.describe('an engine that dies in the middle', () => {
  test.setTimeout(180_000)

  test('leaves what was not reached untouched, says so, and comes back by itself', async () => {
    const own = await bringUp({ engine: 'newest' })
    const app = uniqueName('many')
    const count = 120
    try {
      await load(
        Array.from({ length: count }, (_, i) =>
          anImage({ tags: [`${app}:${i}`], layers: [fileLayer('x', 200_000)] }),
        ),
        { on: own.info },
      )
      const running = await launchApp({ host: own.info.host })
      try {
        const { page } = running
        const rows = new ImageRows(page)
        await rows.search(app)
        await expect(rows.row(app).first()).toBeVisible()
        await rows.grid.focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.press('Delete')
        const dialog = new RemoveDialog(page)
        await expect(dialog.dialog).toContainText(`Deletes ${count} images`)
        await dialog.confirm()
        const bar = new ActivityBar(page)
        await bar.runNow()
        await expect(bar.bar).toContainText(`of ${count}`)
        await own.engineProcess?.kill9()

        await expect(bar.bar).toContainText('Failed', { timeout: 30_000 })
        const activity = await bar.openReport()
        await expect(page.getByText('The connection to the Docker Engine broke.').first()).toBeVisible()
        await expect(activity.line('Not reached', app).first()).toBeVisible()
        await expectNothingSerious(page, 'a failed job')

        await own.engineProcess?.restart()
        await page
          .getByRole('navigation')
          .getByRole('button', { name: /^Images/ })
          .click()
        await expect(page.getByRole('region', { name: 'Docker Engine' })).toBeHidden({ timeout: 30_000 })
        await expect(rows.row(app).first()).toBeVisible()
      } finally {
        await running.close()
      }
    } finally {
      await own.close()
    }
  })
})
