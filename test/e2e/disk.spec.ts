import { anImage, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'

test('the disk is the table of docker system df, and leads to the images', async ({ page, docker }) => {
  const app = uniqueName('app')
  await load([anImage({ tags: [`${app}:1`], layers: [fileLayer('big', 60_000_000)] })])
  await new Frame(page).goTo('Disk')
  const table = page.getByRole('table', { name: 'Disk use by type' })
  const row = table.getByRole('row', { name: /^Images/ })
  await expect(row).toBeVisible()
  const [total] = (await docker('system', 'df', '--format', '{{.TotalCount}} {{.Size}}')).split('\n')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect(row.getByRole('cell').first()).toHaveText((total ?? '').split(' ')[0] ?? 'none')
  await expectNothingSerious(page, 'Disk')
  await page
    .getByRole('main')
    .getByRole('button', { name: new RegExp(app) })
    .click()
  await expect(new ImageRows(page).row(app)).toBeVisible()
})
