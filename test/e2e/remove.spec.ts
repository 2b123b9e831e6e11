import {
  anImage,
  busyboxLayer,
  fileLayer,
  load,
  runningContainer,
  stoppedContainer,
} from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar } from './pages/activity'
import { RemoveDialog } from './pages/cleanup'
import { ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'

test.use({ oneApp: true })

/** An image of its own that runs: no other test has the same. */
async function aProgram(kind: string): Promise<string> {
  const tag = `${uniqueName(kind)}:1`
  await load([anImage({ tags: [tag], layers: [await busyboxLayer(), fileLayer('own')] })])
  return tag
}

const containerName = (): string => uniqueName('c').replaceAll('/', '-')
const tagsOf = '{{.Repository}}:{{.Tag}}'

test.describe('removing images', () => {
  test('one of several tags: only the name goes', async ({ page, docker }) => {
    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`, `${app}:2`] })])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await panel.untag(`${app}:1`)

    const dialog = new RemoveDialog(page)
    await expect(dialog.row(`${app}:1`)).toContainText('Only untagged')
    await expect(dialog.row(`${app}:1`)).toContainText(`the image stays as ${app}:2`)
    await expect(dialog.command).toHaveText(`docker image rm ${app}:1`)
    await expect(dialog.cancelButton).toBeFocused()
    await expectNothingSerious(page, 'the removal dialog')
    await dialog.confirm()

    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText(`${app}:1 will be removed`)
    await bar.runNow()
    await expect(bar.bar).toContainText('1 untagged')
    expect(await docker('images', '--format', tagsOf, app)).toBe(`${app}:2`)
  })

  test('undone in time, nothing was touched', async ({ page, docker }) => {
    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`] }), anImage({ tags: [`${app}:2`] })])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.check(`${app}:1`)
    await rows.check(`${app}:2`)
    await page.keyboard.press('Delete')

    const dialog = new RemoveDialog(page)
    await expect(dialog.dialog).toContainText('Deletes 2 images')
    await expect(dialog.dialog).toContainText(/Frees (about )?\d/)
    await dialog.confirm()
    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('2 images will be removed')
    await expect(rows.row(app).first()).toContainText('going')
    await bar.undo()

    await expect(bar.bar).toContainText('Cancelled')
    await expect(bar.bar).toContainText('nothing was touched')
    await expect(rows.row('going')).toHaveCount(0)
    expect((await docker('images', '-q', app)).split('\n')).toHaveLength(2)
  })

  test('a running container is named before anything happens; its image stays', async ({ page, docker }) => {
    const image = await aProgram('web')
    const container = containerName()
    await runningContainer(image, '--name', container)
    const rows = new ImageRows(page)
    const [repository = ''] = image.split(':')
    await rows.search(repository)
    await expect(rows.row(repository)).toContainText(container)
    await rows.row(repository).click()
    await page.keyboard.press('Delete')

    const dialog = new RemoveDialog(page)
    await expect(dialog.dialog).toContainText(`The running container ${container} uses it.`)
    await expect(dialog.dialog).toContainText('nothing will be removed')
    await expect(dialog.submitButton).toBeDisabled()
    for (const box of await dialog.dialog.getByRole('checkbox').all()) await expect(box).not.toBeChecked()
    await dialog.cancel()
    expect(await docker('image', 'inspect', '--format', '{{len .RepoTags}}', image)).toBe('1')
    await docker('rm', '-f', container)
  })

  test('a stopped container asks for force, chosen for that row alone', async ({ page, docker }) => {
    const image = await aProgram('job')
    const container = containerName()
    await stoppedContainer(image, '--name', container)
    const rows = new ImageRows(page)
    const [repository = ''] = image.split(':')
    await rows.search(repository)
    await rows.row(repository).click()
    await page.keyboard.press('Delete')

    const dialog = new RemoveDialog(page)
    await expect(dialog.dialog).toContainText('Needs force')
    await expect(dialog.dialog).toContainText(`The stopped container ${container} uses it.`)
    await expect(dialog.submitButton).toBeDisabled()
    await dialog.dialog.getByRole('checkbox', { name: /^Force the removal of/ }).check()
    await expect(dialog.command).toContainText('docker image rm --force')
    await expect(dialog.dialog).toContainText('Deleted by force')
    await dialog.confirm()
    const bar = new ActivityBar(page)
    await bar.runNow()
    await expect(bar.bar).toContainText('1 deleted')
    expect(await docker('images', '-q', repository)).toBe('')
    await docker('rm', '-f', container)
  })

  test('a tag that the CLI moved between question and answer is left alone, and it is said', async ({
    page,
    docker,
  }) => {
    const app = uniqueName('app')
    await load([
      anImage({ tags: [`${app}:a`] }),
      anImage({ tags: [`${app}:b`] }),
      anImage({ tags: [`${app}:keep`] }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.check(`${app}:a`)
    await rows.check(`${app}:b`)
    await page.keyboard.press('Delete')
    const dialog = new RemoveDialog(page)
    await expect(dialog.dialog).toContainText('Deletes 2 images')
    await dialog.confirm()

    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('2 images will be removed')
    const keep = await docker('image', 'inspect', '--format', '{{.Id}}', `${app}:keep`)
    await docker('tag', `${app}:keep`, `${app}:a`)
    await bar.runNow()
    await expect(bar.bar).toContainText('Done in part')

    const activity = await bar.openReport()
    await expect(activity.line('Left alone', `${app}:a`)).toContainText('changed since you were shown')
    await expect(activity.line('Untagged', `${app}:b`)).toBeVisible()
    await expect(activity.report.getByRole('listitem').filter({ hasText: 'Deleted' }).first()).toBeVisible()
    expect(await docker('image', 'inspect', '--format', '{{.Id}}', `${app}:a`)).toBe(keep)
    await expectNothingSerious(page, 'a report')
  })
})
