import { anImage, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { TagDialog } from './pages/cleanup'
import { ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'

test.use({ oneApp: true })

const short = (id: string | undefined): string => (id ?? '').slice(7, 19)

test.describe('giving an image a name', () => {
  test('a tag over an existing tag leaves the other image dangling, and says so before', async ({
    page,
    docker,
  }) => {
    const app = uniqueName('app')
    const [older, newer] = await load([
      anImage({ tags: [`${app}:latest`] }),
      anImage({ tags: [`${app}:next`] }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row('next').click()
    await page.keyboard.press('F2')

    const dialog = new TagDialog(page)
    await dialog.type(app)
    await expect(dialog.dialog).toContainText(`docker.io/${app}:latest`)
    await expect(dialog.dialog).toContainText('No tag was given, so Docker uses latest.')
    await expect(dialog.dialog).toContainText(`${app}:latest belongs to ${short(older)} now`)
    await expect(dialog.dialog).toContainText(`It is the last name of ${short(older)}`)
    await expect(dialog.command).toHaveText(`docker tag ${short(newer)} ${app}:latest`)
    await dialog.submit('Move tag')

    await expect(dialog.dialog).toBeHidden()
    await rows.search(short(older))
    await expect(rows.row(`was ${app}:latest`)).toBeVisible()
    expect(await docker('images', '--no-trunc', '-qf', 'dangling=true')).toContain(older)
    expect(await docker('image', 'inspect', '--format', '{{.Id}}', `${app}:latest`)).toBe(newer)
  })

  test('a wrong name is explained and stays in the field', async ({ page, docker }) => {
    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`] })])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row(app).click()
    await page.keyboard.press('F2')
    const dialog = new TagDialog(page)
    await expect(dialog.field).toBeFocused()

    const wrong: readonly (readonly [string, string])[] = [
      ['Upper/Case:1', 'upper-case letters'],
      [`${app}:-no`, 'is not a tag'],
      ['a'.repeat(64), 'looks like an image ID'],
      ['http://x/y', 'is not a reference'],
    ]
    for (const [name, sentence] of wrong) {
      await dialog.type(name)
      await expect(dialog.dialog.getByRole('alert')).toContainText(sentence)
      await expect(dialog.field).toHaveValue(name)
      await expect(dialog.dialog.getByRole('button', { name: 'Tag', exact: true })).toBeDisabled()
    }
    await expectNothingSerious(page, 'the tag dialog with a wrong name')

    await dialog.type(`localhost:5000/${app}:2`)
    await expect(dialog.dialog).toContainText(`localhost:5000/${app}:2`)
    await dialog.submit()
    await expect(dialog.dialog).toBeHidden()
    expect(await docker('images', '--format', '{{.Repository}}:{{.Tag}}', `localhost:5000/${app}`)).toBe(
      `localhost:5000/${app}:2`,
    )
  })

  test('a tag that the CLI moved meanwhile is not taken; the dialog shows how it is now', async ({
    page,
    docker,
  }) => {
    const app = uniqueName('app')
    const [mine] = await load([
      anImage({ tags: [`${app}:mine`] }),
      anImage({ tags: [`${app}:target`] }),
      anImage({ tags: [`${app}:third`] }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row('mine').click()
    await page.keyboard.press('F2')
    const dialog = new TagDialog(page)
    await dialog.type(`${app}:target`)
    await expect(dialog.dialog).toContainText('belongs to')

    await docker('tag', `${app}:third`, `${app}:target`)
    await dialog.submit('Move tag')
    // Either it was sent with the old owner and refused, or the dialog had shown the new one by then.
    const refused = dialog.dialog.getByRole('alert').filter({ hasText: 'changed since you were shown' })
    await expect(async () => {
      expect((await refused.count()) > 0 || !(await dialog.dialog.isVisible())).toBe(true)
    }).toPass()
    if (await dialog.dialog.isVisible()) {
      await expect(dialog.field).toHaveValue(`${app}:target`)
      await expect(dialog.dialog).toContainText('keeps its other name')
      await dialog.submit('Move tag')
    }
    await expect(dialog.dialog).toBeHidden()
    expect(await docker('image', 'inspect', '--format', '{{.Id}}', `${app}:target`)).toBe(mine)
  })
})
