import { anImage, busyboxLayer, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar } from './pages/activity'
import { RemoveDialog, TagDialog } from './pages/cleanup'
import { ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { RunDialog, RunJob } from './pages/run'
import { PullDialog, PushDialog } from './pages/transfers'

/** The road of the tutorials in one window: tag for a registry, push, remove, pull again, run. */
test('an image goes to a registry on localhost, comes back, and runs', async ({ page, sandbox, docker }) => {
  const { registry } = sandbox
  if (registry === undefined) return test.skip(true, 'the sandbox has no registry')
  test.setTimeout(180_000)
  const hello = uniqueName('hello')
  const there = `${registry.host}/${hello}`
  const rows = new ImageRows(page)
  const bar = new ActivityBar(page)
  const frame = new Frame(page)

  await test.step('take an image', async () => {
    const config = { Cmd: ['/bin/echo', 'Hello from', hello], Env: ['PATH=/bin'] }
    await load([
      anImage({ tags: [`${hello}:latest`], layers: [await busyboxLayer(), fileLayer('own')], config }),
    ])
    await rows.search(hello)
    await expect(rows.row(hello)).toBeVisible()
  })

  await test.step('name it twice for the registry', async () => {
    for (const tag of ['0.1', 'latest']) {
      await rows.row(hello).first().click()
      await page.keyboard.press('F2')
      const dialog = new TagDialog(page)
      await dialog.type(`${there}:${tag}`)
      await dialog.submit()
      await expect(dialog.dialog).toBeHidden()
    }
    expect((await docker('images', '--format', '{{.Tag}}', there)).split('\n').sort()).toEqual([
      '0.1',
      'latest',
    ])
  })

  const digest =
    await test.step('push both: the second finds every layer there, under the same digest', async () => {
      await rows.row(hello).first().click()
      const dialog = await PushDialog.open(page)
      await dialog.registry.selectOption(registry.host)
      await dialog.repository.fill(hello)
      await expect(dialog.names).toHaveCount(2)
      await dialog.submit()
      await expect(bar.bar).toContainText('2 tags pushed')
      await bar.openReport()
      const detail = page.getByRole('region', { name: new RegExp(`^Push ${there}`) })
      await expect(detail).toContainText('0 of 2 layers already there')
      await expect(detail).toContainText('2 of 2 layers already there')
      const digests = await detail.getByText(/^sha256:[0-9a-f]{64}$/).allInnerTexts()
      expect(digests).toHaveLength(2)
      expect(digests[1]).toBe(digests[0])
      return digests[0] ?? ''
    })

  await test.step('remove it here, every name of it', async () => {
    await frame.goTo('Images')
    await rows.search(hello)
    await rows.row(hello).first().click()
    await page.keyboard.press('Delete')
    await new RemoveDialog(page).confirm()
    await bar.runNow()
    await expect(bar.bar).toContainText('1 deleted')
    await expect(rows.row(hello)).toHaveCount(0)
    expect(await docker('images', '--quiet', there)).toBe('')
  })

  await test.step('pull it again', async () => {
    const dialog = await PullDialog.open(page)
    await dialog.pull(there)
    await expect(bar.bar).toContainText('Downloaded a newer image')
    await bar.openReport()
    await expect(page.getByRole('region', { name: `Pull ${there}` })).toContainText(digest)
    await frame.goTo('Images')
  })

  await test.step('run it and read its output', async () => {
    const dialog = await RunDialog.open(page, `${there}:latest`)
    await dialog.run()
    const job = new RunJob(page, `${there}:latest`)
    await expect(job.output).toContainText(`Hello from ${hello}`)
    await expect(job.detail).toContainText('Exit code 0')
  })
})
