import { readFileSync } from 'node:fs'
import type { Page } from 'playwright/test'
import { loadImages } from '../../scripts/sandbox/images/load.mjs'
import { sampleFamily } from '../../scripts/sandbox/images/sampleFamily.mjs'
import { expect, test } from './fixtures'
import { Frame } from './pages/frame'
import { ImagesPage } from './pages/imagesPage'
import { dockerCli, readSandbox } from './support/sandbox'

async function groupBy(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: from, exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: to }).click()
  await page.keyboard.press('Escape')
}

/** Sample images that this file brought and has to take away again. */
let brought: readonly string[] = []

test.use({ oneApp: true })

/** Runs on the sandbox's sample images. */
test.describe('someone whose disk is full', () => {
  test.beforeEach(async ({ docker, sandbox }) => {
    const { busybox } = sandbox
    if (busybox === undefined || (await docker('images', '-q', 'acme/python-api')) !== '') return
    const { images } = sampleFamily(readFileSync(busybox))
    await loadImages(sandbox, images)
    brought = images.flatMap(({ tags = [] }) => tags)
  })
  test.afterAll(async () => {
    const sandbox = readSandbox()
    if (sandbox !== undefined && brought.length > 0) await dockerCli(sandbox, ['rmi', '--force', ...brought])
  })

  test('sees what each image has for itself, and what would come back with some', async ({ page }) => {
    const images = new ImagesPage(page)
    await images.search.fill('acme/')
    await images.sortBy('Unique')
    await expect(images.header('Unique')).toHaveAttribute('aria-sort', 'descending')
    await expect(images.row('acme/ml-notebook')).toContainText('64 MB')
    await images.row('2.3.0').locator('[data-check]').click()
    await expect(page.getByText('would come back')).toBeVisible()
    await expect(page.getByText('stays because of')).toContainText('acme/python-api:2.4')
    await images.row('2.4').locator('[data-check]').click()
    await expect(page.getByText('stays because of')).toContainText('acme/python:3.13')
  })

  test('filters by size and by age', async ({ page }) => {
    const images = new ImagesPage(page)
    await images.search.fill('acme/')
    await images.filterBy(/Bigger than/, 'lots')
    await expect(page.getByRole('alert')).toContainText('500MB')
    await page.keyboard.press('Escape')
    await images.filterBy(/Bigger than/, '60MB')
    await expect(images.row('acme/ml-notebook')).toBeVisible()
    await expect(images.row('acme/hello')).toHaveCount(0)
    await images.filterBy(/Older than/, '20')
    await expect(images.rows).toHaveCount(1)
    await expect(images.row('2.3.0')).toBeVisible()
    await images.clearFilters()
  })

  test('groups by repository and by base, with the keyboard too', async ({ page }) => {
    const images = new ImagesPage(page)
    await images.search.fill('acme/')
    await groupBy(page, 'Group by', 'Repository')
    const head = images.row('acme/python-api').filter({ hasText: '2 images' })
    await expect(head).toContainText('69.2 MB on the disk')
    await head.click()
    await expect(head).toHaveAttribute('aria-expanded', 'false')
    await expect(images.row('2.3.0')).toHaveCount(0)
    await page.keyboard.press('ArrowRight')
    await expect(images.row('2.3.0')).toBeVisible()
    await page.keyboard.press('Space')
    await expect(page.getByText('2 selected')).toBeVisible()
    await groupBy(page, 'Repository', 'Base image')
    await expect(images.row('on acme/python:3.13')).toContainText('a guess')
  })

  test('keeps what is set as a view, gives it another name, and lets it go', async ({ page }) => {
    const images = new ImagesPage(page)
    const views = page.getByRole('button', { name: 'Views', exact: true })
    await groupBy(page, 'Group by', 'Repository')
    await images.filter('Unused').click()
    await views.click()
    await page.getByRole('menuitem', { name: 'Save this view…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Unused by repository')
    await page.keyboard.press('Enter')
    await images.clearFilters()
    await groupBy(page, 'Repository', 'No groups')
    await new Frame(page).palette.run('View: Unused by repository')
    await expect(images.filter('Unused')).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('button', { name: 'Repository', exact: true })).toBeVisible()
    const choose = async (action: string, name: string): Promise<void> => {
      await views.click()
      await page.getByRole('menuitem', { name: action }).press('ArrowRight')
      await page
        .getByRole('menu', { name: action })
        .getByRole('menuitem', { name, exact: true })
        .press('Enter')
    }
    await choose('Rename', 'Unused by repository')
    await page.getByRole('textbox', { name: 'Name' }).fill('Idle')
    await page.keyboard.press('Enter')
    await views.click()
    await expect(page.getByRole('menuitem', { name: 'Idle', exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await choose('Delete', 'Idle')
    await views.click()
    await expect(page.getByText('No view is saved yet')).toBeVisible()
  })

  test('sees all of it in a narrow dark window', async ({ page }) => {
    const images = new ImagesPage(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 900, height: 600 })
    await images.search.fill('acme/')
    await groupBy(page, 'Group by', 'Base image')
    await images.row('2.3.0').locator('[data-check]').click()
    await expect(page.getByText('would come back')).toBeVisible()
  })
})
