import { formatDiskSize } from '@shared/domain/disk'
import type { Locator } from 'playwright/test'
import { anImage, fileLayer, load, runnableImage } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'

/** Names of the rows here and in the CLI. */
const rows = [
  ['Images', 'Images'],
  ['Containers', 'Containers'],
  ['Local volumes', 'Local Volumes'],
  ['Build cache', 'Build Cache'],
] as const

/** A row as the CLI would print it, from the exact bytes that the cells carry. */
async function rowOf(table: Locator, name: string): Promise<string> {
  const cells = table.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell')
  const [total, active] = await Promise.all([cells.nth(0).innerText(), cells.nth(1).innerText()])
  const bytes = async (cell: Locator) => {
    const tip = await cell.locator('[data-tip]').first().getAttribute('data-tip')
    return formatDiskSize(Number((tip ?? '').replaceAll(/\D/g, '')))
  }
  const percent = /\d+\s?%/.exec(await cells.nth(3).innerText())?.[0]
  const reclaimable = `${await bytes(cells.nth(3))}${percent === undefined ? '' : ` (${percent})`}`
  return [total, active, await bytes(cells.nth(2)), reclaimable].join(' | ')
}

test('the disk is the table of docker system df, before and after more is on it', async ({
  page,
  docker,
}) => {
  await new Frame(page).goTo('Disk')
  const table = page.getByRole('table', { name: 'Disk use by type' })
  const equals = async () => {
    const printed = await docker(
      'system',
      'df',
      '--format',
      '{{.Type}}:{{.TotalCount}} | {{.Active}} | {{.Size}} | {{.Reclaimable}}',
    )
    const told = new Map(printed.split('\n').map((line) => [line.split(':')[0], line.split(':')[1]]))
    for (const [here, there] of rows) expect(await rowOf(table, here)).toBe(told.get(there))
  }
  await expect(table.getByRole('row', { name: /^Images/ })).toBeVisible()
  // The engine settles for a moment after what tests before this one did.
  const again = page.getByRole('button', { name: 'Ask again' })
  await expect(async () => {
    await again.click()
    await expect(again).toBeEnabled()
    await equals()
  }).toPass()
  await docker('create', await runnableImage(), '/bin/true')
  await docker('volume', 'create')
  await expect(async () => {
    await again.click()
    await expect(again).toBeEnabled()
    await equals()
  }).toPass()
})

test('the picture of the disk has each image by its own bytes, as tiles and as a table, and leads to it', async ({
  page,
}) => {
  const app = uniqueName('app')
  const base = fileLayer('base', 30_000_000)
  await load([
    anImage({ tags: [`${app}/big:1`], layers: [base, fileLayer('big', 60_000_000)] }),
    anImage({ tags: [`${app}/small:1`], layers: [base, fileLayer('small', 20_000_000)] }),
  ])
  await new Frame(page).goTo('Disk')
  const picture = page.getByRole('group', { name: 'Images by the bytes that each has to itself' })
  const tile = (name: string) => picture.getByRole('button', { name: new RegExp(`^${app}/${name}:1, `) })
  await expect(tile('big')).toBeVisible()
  await expect(picture.getByRole('button', { name: /^Shared, / })).toBeVisible()
  const area = async (name: string) => {
    const box = await tile(name).boundingBox()
    return (box?.width ?? 0) * (box?.height ?? 0)
  }
  expect(await area('big')).toBeGreaterThan(2 * (await area('small')))
  await expectNothingSerious(page, 'Disk')

  await test.step('as a table', async () => {
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    const table = page.getByRole('table', { name: 'Images by repository' })
    await expect(table.getByRole('row', { name: new RegExp(`^${app}/big:1`) })).toBeVisible()
    await expectNothingSerious(page, 'Disk as a table')
    await page.getByRole('button', { name: 'Picture', exact: true }).click()
  })

  await test.step('by keys to an image', async () => {
    await picture.locator('[tabindex="0"]').focus()
    await page.keyboard.press('Home')
    await expect(picture.locator('[data-piece="0"]')).toBeFocused()
    await tile('big').focus()
    await page.keyboard.press('Enter')
    await expect(new ImageRows(page).row(`${app}/big`)).toBeVisible()
  })
})
