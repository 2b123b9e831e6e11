import {
  anImage,
  busyboxLayer,
  danglingImage,
  fileLayer,
  imageId,
  load,
  stoppedContainer,
} from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar, type ActivityPage } from './pages/activity'
import { CleanupPage } from './pages/cleanupPage'
import { ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'

test.use({ oneApp: true })

const short = (id: string): string => id.slice(7, 19)
const tagsOf = '{{.Repository}}:{{.Tag}}'
const containerName = (): string => uniqueName('c').replaceAll('/', '-')
const megabytes = (count: number): number => count * 1_000_000

/** An image that runs and holds a file that no other image has. */
async function aProgram(kind: string, size = 1_000): Promise<string> {
  const tag = `${uniqueName(kind)}:1`
  await load([anImage({ tags: [tag], layers: [await busyboxLayer(), fileLayer('own', size)] })])
  return tag
}

/** Predicted and freed stand side by side, and are the same. */
async function expectKept(report: ActivityPage, bytes: string): Promise<void> {
  const facts = report.report.locator('xpath=ancestor::*[.//dt][1]')
  await expect(facts.getByText('Predicted').locator('xpath=following::*[1]')).toContainText(bytes)
  await expect(facts.getByText('Freed').locator('xpath=following::*[1]')).toContainText(bytes)
}

test.describe('cleaning up', () => {
  test('the dangling images of a machine: what goes, what stays and why, what comes back', async ({
    page,
    docker,
  }) => {
    // The list was read: what happens from here on comes by events.
    await expect(page.getByRole('button', { name: /^Images, / })).toBeVisible()
    const old = (await docker('images', '--no-trunc', '--quiet', '--filter', 'dangling=true'))
      .split('\n')
      .filter((id) => id !== '')
    if (old.length > 0) await docker('rmi', '--force', ...old)
    const gone = [await danglingImage(megabytes(4)), await danglingImage(megabytes(2))]
    const kept = await danglingImage(megabytes(1))
    const held = await aProgram('held')
    const heldId = await imageId(held)
    const container = containerName()
    await stoppedContainer(held, '--name', container)
    await load([anImage({ tags: [held] })])

    const cleanup = await CleanupPage.open(page)
    await cleanup.preset('Dangling images')
    for (const id of [...gone, kept]) await expect(cleanup.tick(short(id))).toBeChecked()
    await expect(cleanup.line(short(heldId))).toContainText(`the stopped container ${container} uses it`)
    await expect(cleanup.line(short(heldId))).toContainText(`was ${held} until`)
    await expect(cleanup.tick(short(heldId))).toBeDisabled()
    await cleanup.tick(short(kept)).uncheck()
    await expect(cleanup.line(short(kept))).toContainText('left out by you')
    await expect(cleanup.totals).toContainText(/Frees (about )?6 MB/)
    await expectNothingSerious(page, 'a cleanup plan')
    await cleanup.run()

    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('will be cleaned up')
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    const left = (await docker('images', '--no-trunc', '--quiet', '--filter', 'dangling=true')).split('\n')
    expect([...left].sort()).toEqual([kept, heldId].sort())
    await expectKept(await bar.openReport(), '6 MB')
    await expectNothingSerious(page, 'the report of a cleanup')
    await docker('rm', container)
    await docker('rmi', kept, heldId)
  })

  test('1 GB of a full disk comes back from what nobody uses', async ({ page, docker }) => {
    const base = await aProgram('full')
    const names = ['a', 'b', 'c'].map((letter) => `${uniqueName('big')}:${letter}`)
    for (const name of names) {
      const container = containerName()
      await docker(
        'run',
        '--name',
        container,
        base,
        '/bin/sh',
        '-c',
        'dd if=/dev/zero of=/big bs=1000000 count=350',
      )
      await docker('commit', container, name)
      await docker('rm', container)
    }
    const cleanup = await CleanupPage.open(page)
    await cleanup.preset('All unused images')
    await cleanup.rule(/^bigger than/, '300')
    await cleanup.rule(/^named like/, '*/big-*')
    for (const name of names) await expect(cleanup.tick(name)).toBeChecked()
    await expect(cleanup.totals).toContainText(/Frees (about )?1\.05 GB/)
    await expect(cleanup.line('350 MB')).toHaveCount(3)
    await cleanup.run()
    const bar = new ActivityBar(page)
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    await expectKept(await bar.openReport(), '1.05 GB')
    expect(await docker('images', '--quiet', '--filter', `reference=${names[0]}`)).toBe('')
    await docker('rmi', base)
  })

  test('why an image can’t be deleted, and the way to delete it', async ({ page, docker }) => {
    const image = await aProgram('stuck', megabytes(3))
    const container = containerName()
    await stoppedContainer(image, '--name', container)
    const rows = new ImageRows(page)
    const [repository = ''] = image.split(':')
    await rows.search(repository)
    await rows.row(repository).click()
    await new Frame(page).palette.run('Plan their cleanup')

    const cleanup = new CleanupPage(page)
    await expect(cleanup.line(image)).toContainText(`the stopped container ${container} uses it`)
    await expect(cleanup.plan.getByRole('button', { name: 'Nothing to clean up' })).toBeDisabled()
    await cleanup.plan.getByRole('button', { name: 'Remove that container first' }).click()
    await expect(
      cleanup.plan.getByRole('checkbox', { name: `Remove the container ${container}` }),
    ).toBeChecked()
    await expect(cleanup.tick(image)).toBeChecked()
    await expect(cleanup.totals).toContainText('1 image · 1 container')
    await cleanup.run()
    const bar = new ActivityBar(page)
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    expect(await docker('ps', '--all', '--quiet', '--filter', `name=${container}`)).toBe('')
    expect(await docker('images', '--quiet', repository)).toBe('')
  })

  test('a wrong removal is undone in time; one that was not comes back by its digest', async ({
    page,
    registry,
    docker,
  }) => {
    const repository = `${registry.host}/${uniqueName('back')}`
    const name = `${repository}:1`
    await load([anImage({ tags: [name], layers: [fileLayer('a', megabytes(2))] })])
    await docker('push', name)
    await docker('rmi', name)
    await docker('pull', name)
    const id = await imageId(name)
    const rows = new ImageRows(page)
    await rows.search(repository)
    await rows.row(repository).click()
    await new Frame(page).palette.run('Plan their cleanup')
    const cleanup = new CleanupPage(page)
    await expect(cleanup.tick(name)).toBeChecked()
    await cleanup.run()
    const bar = new ActivityBar(page)
    await bar.undo()
    await expect(bar.bar).toContainText('nothing was touched')
    expect(await imageId(name)).toBe(id)

    await expect(cleanup.tick(name)).toBeChecked()
    await cleanup.run()
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    expect(await docker('images', '--quiet', name)).toBe('')
    const activity = await bar.openReport()
    const way = activity.line('', name).getByRole('button', { name: 'Pull again by digest' })
    await way.click()
    await expect.poll(async () => await docker('images', '--quiet', '--no-trunc', name)).toBe(id)
  })

  test('the newest three tags of each repository stay', async ({ page, docker }) => {
    const family = uniqueName('rel')
    const repositories = [`${family}/api`, `${family}/web`]
    await load(
      repositories.flatMap((repository) =>
        [1, 2, 3, 4, 5].map((version) =>
          anImage({
            tags: [`${repository}:${version}`],
            created: `2026-0${version}-01T12:00:00Z`,
            layers: [fileLayer('own', megabytes(1))],
          }),
        ),
      ),
    )
    const cleanup = await CleanupPage.open(page)
    await cleanup.preset('Keep the newest 3 tags')
    await page.getByRole('textbox', { name: 'of repositories named like' }).fill(`${family}/*`)
    for (const repository of repositories) {
      for (const version of [1, 2]) await expect(cleanup.tick(`${repository}:${version}`)).toBeChecked()
      await expect(cleanup.line(`${repository}:5`)).toContainText(`number 1 of the newest of ${repository}`)
    }
    await expect(cleanup.totals).toContainText(/Frees (about )?4 MB/)
    await cleanup.run()
    const bar = new ActivityBar(page)
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    for (const repository of repositories) {
      const left = (await docker('images', '--format', tagsOf, repository)).split('\n')
      expect([...left].sort()).toEqual([3, 4, 5].map((version) => `${repository}:${version}`))
    }
  })
})
