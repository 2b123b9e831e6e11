import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatDiskSize } from '@shared/domain/disk'
import type { Locator, Page } from 'playwright/test'
import { anImage, fileLayer, load, runnableImage } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'
import { heldDisk } from './support/heldDisk'
import { launchApp } from './support/launch'

test.use({ oneApp: true })

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

let family: Promise<string> | undefined

/** Images that share a base, loaded once: nobody takes any of them away. */
async function aFamily(): Promise<string> {
  family ??= loadFamily()
  return await family
}

async function loadFamily(): Promise<string> {
  const app = uniqueName('app')
  const base = fileLayer('base', 30_000_000)
  await load([
    anImage({ tags: [`${app}/base:12`], layers: [base] }),
    anImage({ tags: [`${app}/big:1`], layers: [base, fileLayer('big', 60_000_000)] }),
    anImage({
      tags: [`${app}/small:1`],
      layers: [base, fileLayer('small', 20_000_000), fileLayer('more', 1_000_000)],
    }),
  ])
  return app
}

const pictureOf = (page: Page) => page.getByRole('group', { name: 'The disk, each byte once' })

test('the picture draws each layer once, names who has it, and leads into it and out again', async ({
  page,
}) => {
  const app = await aFamily()
  await new Frame(page).goTo('Disk')
  const picture = pictureOf(page)
  const tile = (name: string) => picture.getByRole('button', { name: new RegExp(`^${app}/${name}:1, `) })
  const base = picture.getByRole('button', { name: new RegExp(`shared by 3 images, ${app}/base:12`) })
  await expect(tile('big')).toBeVisible()
  await expect(base).toBeVisible()
  const area = async (part: Locator) => {
    const box = await part.boundingBox()
    return (box?.width ?? 0) * (box?.height ?? 0)
  }
  expect((await area(tile('big'))) / (await area(base))).toBeCloseTo(2, 1)
  await expectNothingSerious(page, 'Disk')

  await test.step('into the family, and to what can be done with it', async () => {
    await base.click()
    await expect(picture.getByRole('button')).toHaveCount(3)
    await expect(page.getByRole('navigation', { name: 'Where the picture is' })).toContainText(
      `${app}/base:12`,
    )
    await page.getByRole('button', { name: 'Add 3 to selection' }).click()
    await expect(page.getByText(/^Without these 3 images 111 MB come back\./)).toBeVisible()
  })

  await test.step('into the single layers of an image, and out by keys', async () => {
    await tile('small').click()
    await expect(picture.getByRole('button')).toHaveCount(2)
    await expect(picture.getByRole('button', { name: /^COPY part-1 .*20 MB/ })).toBeVisible()
    await picture.getByRole('button').first().focus()
    await page.keyboard.press('Escape')
    await expect(picture.getByRole('button')).toHaveCount(3)
    await picture.getByRole('button').first().focus()
    await page.keyboard.press('Escape')
    await expect(page.getByText('Everything', { exact: true })).toHaveAttribute('aria-current', 'location')
  })

  await test.step('to its layers in the list of images', async () => {
    await tile('big').click()
    await page.getByRole('button', { name: 'Open its layers' }).click()
    await expect(new ImageRows(page).row(`${app}/big`)).toBeVisible()
    await expect(page.getByRole('tab', { name: 'Layers' })).toHaveAttribute('aria-selected', 'true')
  })
})

test('the table of shared layers says what some images would give back, and why the rest stays', async ({
  page,
}) => {
  const app = await aFamily()
  await new Frame(page).goTo('Disk')
  await page.getByRole('tab', { name: 'Shared layers' }).click()
  const list = page.getByRole('list', { name: 'Images by the layers that they share' })
  await expect(list.getByRole('button', { name: new RegExp(`^${app}/base:12 3 images`) })).toBeVisible()
  for (const name of ['big', 'small'])
    await list.getByRole('checkbox', { name: `Choose ${app}/${name}:1` }).check()
  await expect(
    page.getByText(`Without these 2 images 81 MB come back. Because of ${app}/base:12 30 MB stay.`),
  ).toBeVisible()
  await expectNothingSerious(page, 'Disk as a table')
  for (const tab of ['Build cache', 'Containers', 'Volumes']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
    await expectNothingSerious(page, tab)
  }
})

test('images that come and go move the picture by themselves', async ({ page, docker }) => {
  await new Frame(page).goTo('Disk')
  await expect(page.getByRole('table', { name: 'Disk use by type' })).toBeVisible()
  const name = `${uniqueName('late')}:1`
  await load([anImage({ tags: [name], layers: [fileLayer('late', 90_000_000)] })])
  const tile = pictureOf(page).getByRole('button', { name: new RegExp(`^${name}, 90 MB`) })
  await expect(tile).toBeVisible()
  await docker('rmi', name)
  await expect(tile).toHaveCount(0)
})

test('after a restart the page is there before the engine has told its disk, and says how old it is', async ({
  sandbox,
  kept: sharedApp,
}) => {
  await sharedApp.close()
  const app = await aFamily()
  const kept = mkdtempSync(join(tmpdir(), 'strata-disk-kept-'))
  const held = await heldDisk(sandbox.host)
  const tile = (page: Page) => pictureOf(page).getByRole('button', { name: new RegExp(`^${app}/big:1, `) })
  const again = (page: Page) => page.getByRole('button', { name: 'Ask again' })
  try {
    const first = await launchApp({ host: sandbox.host, userData: kept })
    await new Frame(first.page).goTo('Disk')
    await expect(tile(first.page)).toBeVisible()
    await expect(again(first.page)).toBeEnabled()
    await first.close()

    const { page, close } = await launchApp({ host: held.host, userData: kept })
    await new Frame(page).goTo('Disk')
    await expect(tile(page)).toBeVisible()
    await expect(page.getByText(/^as of .*asking the engine$/)).toBeVisible()
    await expectNothingSerious(page, 'Disk as it was')
    held.release()
    await expect(again(page)).toBeEnabled()
    await expect(page.getByText(/^as of/)).toHaveCount(0)
    await close()
  } finally {
    await held.close()
    rmSync(kept, { recursive: true, force: true })
  }
})
