import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uniqueName } from '../engine/support/sandbox'
import { test as base, expect } from './fixtures'
import { ActivityBar } from './pages/activity'
import { BuildForm, BuildsPage } from './pages/builds'
import { RemoveDialog, TagDialog } from './pages/cleanup'
import { ImageRows } from './pages/details'
import { Frame } from './pages/frame'
import { RunDialog, RunJob } from './pages/run'
import { PullDialog, PushDialog } from './pages/transfers'

/** A context with the static busybox as its program. */
const test = base.extend<{ folder: string; hello: string }>({
  hello: async ({}, use) => await use(uniqueName('hello')),
  folder: async ({ sandbox, hello }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'strata-story-'))
    try {
      copyFileSync(sandbox.busybox ?? '', join(folder, 'busybox'))
      // A layer of its own: the registry may have one of the program alone.
      writeFileSync(join(folder, 'story.txt'), hello)
      const lines = [
        'FROM scratch',
        'COPY busybox story.txt /',
        `CMD ["/busybox", "echo", "Hello from", "${hello}"]`,
      ]
      writeFileSync(join(folder, 'Dockerfile'), lines.join('\n'))
      await use(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

/** The road of the tutorials in one window: build, tag for a registry, push, remove, pull again, run. */
test('a built image goes to a registry on localhost, comes back, and runs', async ({
  page,
  registry,
  docker,
  folder,
  hello,
}) => {
  test.setTimeout(180_000)
  const there = `${registry.host}/${hello}`
  const rows = new ImageRows(page)
  const bar = new ActivityBar(page)
  const frame = new Frame(page)

  await test.step('build it from a dropped folder: 5 of 5 steps', async () => {
    const form = await BuildForm.drop(page, folder)
    await form.tags.fill(hello)
    await form.build()
    const detail = new BuildsPage(page).detail(`${hello}:latest`)
    await expect(detail).toContainText('Built')
    await expect(detail).toContainText('(5/5)')
    await frame.goTo('Images')
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
      await expect(detail).toContainText('0 of 1 layer already there')
      await expect(detail).toContainText('1 of 1 layer already there')
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
