import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { ElectronApplication, Page } from 'playwright/test'
import { startFakeHub } from '../fakes/hub/hub'
import { severalPlatforms, windows } from '../fakes/hub/recorded'
import { expect, test } from './fixtures'
import { ActivityBar, ActivityPage } from './pages/activity'
import { BuildForm, BuildsPage } from './pages/builds'
import { RemoveDialog, TagDialog } from './pages/cleanup'
import { CleanupPage } from './pages/cleanupPage'
import { ComparePage } from './pages/compare'
import { ContentsPage } from './pages/contents'
import { ImageRows } from './pages/details'
import { answerFileDialogs, LoadDialog, SaveDialog } from './pages/files'
import { Frame } from './pages/frame'
import { RunDialog, RunJob } from './pages/run'
import { SettingsPage } from './pages/settings'
import { PullDialog, PushDialog } from './pages/transfers'
import { writeContext } from './support/context'
import { dropFiles } from './support/drop'
import { launchApp } from './support/launch'

const folder = resolve(process.env['STRATA_SHOTS'] ?? 'shots')
const size = { width: 1280, height: 800 }

/** Numbered pictures of one window, each in both themes. */
class Album {
  #number = 0
  constructor(private readonly page: Page) {
    mkdirSync(folder, { recursive: true })
  }

  async take(name: string): Promise<void> {
    this.#number += 1
    const file = `${String(this.#number).padStart(2, '0')}-${name}`
    for (const theme of ['dark', 'light'] as const) {
      await this.page.evaluate(`window.strata.settings.set({ theme: '${theme}' })`)
      await expect(this.page.locator('html')).toHaveAttribute('data-theme', theme)
      await this.page.screenshot({ path: join(folder, `${file}-${theme}.png`), animations: 'disabled' })
    }
  }
}

async function resize(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height)
  }, size)
}

/** The main job, walked through as a person would: every step looks whether it came true. */
test('an afternoon with the sample images', async ({ strata, page, sandbox, docker }) => {
  const { samples } = sandbox
  if (samples === undefined) throw new Error('the walk needs the sample images of `npm run demo`')
  await resize(strata.electron)
  const album = new Album(page)
  const rows = new ImageRows(page)
  const frame = new Frame(page)
  const bar = new ActivityBar(page)

  await test.step('see what is there', async () => {
    for (const tag of ['acme/python-api', 'acme/base', 'acme/ml-notebook'])
      await expect(rows.row(tag).first()).toBeVisible()
    await expect(rows.row(samples.runningContainer).first()).toBeVisible()
    await album.take('images')
    await rows.search('python')
    await expect(rows.row('acme/ml-notebook')).toHaveCount(0)
    await album.take('search')
    await rows.search('')
    const dangling = page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name: 'Dangling' })
    await dangling.click()
    await expect(rows.row('dangling')).toHaveCount(samples.dangling.length)
    await album.take('filter-dangling')
    await dangling.click()
  })

  await test.step('understand one image', async () => {
    await rows.search('acme/python-api')
    const panel = await rows.open(samples.runningContainer)
    await rows.search('')
    await expect(panel.section('Names')).toContainText('acme/python-api:latest')
    await expect(panel.section('Used by')).toContainText(samples.runningContainer)
    await album.take('overview')
    await panel.section('Labels').scrollIntoViewIfNeeded()
    await expect(panel.section('Labels')).toContainText('org.opencontainers.image.title')
    await album.take('overview-labels')
    await panel.show('History')
    await expect(panel.panel).toContainText('is the base acme/python:3.13')
    await panel.steps.getByRole('option').filter({ hasText: 'pip install' }).click()
    await expect(panel.step).toContainText('pip install --no-cache-dir -r requirements.txt')
    await album.take('history')
    await panel.show('Layers')
    await expect(panel.layers.getByRole('group', { name: /^Base/ })).toBeVisible()
    await panel.layers.getByRole('option', { name: /pip install/ }).click()
    await album.take('layers')
    await panel.show('Raw')
    await panel.pick('.Config.ExposedPorts')
    await expect(panel.json).toContainText('"8000/tcp": {}')
    await expect(panel.command).toContainText("--format '{{json .Config.ExposedPorts}}'")
    await album.take('raw')
    await panel.close()
  })

  await test.step('look inside one image', async () => {
    const panel = await rows.open(samples.runningContainer)
    await panel.panel.getByRole('button', { name: 'Look inside' }).click()
    const inside = new ContentsPage(page)
    await expect(inside.read).toBeVisible()
    await album.take('inside-unread')
    await inside.read.click()
    await expect(inside.layers).toBeVisible()
    await inside.layer(/pip install/).click()
    await inside.show('Changes of this layer')
    await expect(inside.tree.getByRole('row').nth(1)).toBeVisible()
    await page.getByRole('button', { name: 'Open all folders' }).click()
    await inside.tree.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(inside.file).toBeVisible()
    await album.take('inside-files')
    for (const tab of ['Waste', 'Dockerfile', 'About'] as const) {
      await inside.tab(tab)
      await album.take(`inside-${tab.toLowerCase()}`)
    }
    await frame.goTo('Images')
    await panel.close()
  })

  await test.step('see what changed since the last release', async () => {
    const compare = new ComparePage(page)
    await frame.goTo('Compare')
    await album.take('compare-empty')
    await compare.chooseEngine('left', 'acme/python-api:2.3.0')
    await compare.chooseEngine('right', 'acme/python-api:2.4')
    await compare.read()
    await expect(compare.tree.getByRole('row').nth(1)).toBeVisible()
    await album.take('compare')
    await frame.goTo('Images')
  })

  await test.step('name an image, knowing what the name costs', async () => {
    await rows.row('queue-worker').first().click()
    await page.keyboard.press('F2')
    const dialog = new TagDialog(page)
    await dialog.type('acme/hello:1')
    await expect(dialog.dialog).toContainText('which will be left dangling')
    await album.take('tag-takes-a-name')
    await dialog.type('acme/queue-worker')
    await expect(dialog.dialog).toContainText('docker.io/acme/queue-worker:latest')
    await album.take('tag')
    await dialog.submit()
    await expect(dialog.dialog).toBeHidden()
    expect(await docker('images', '-q', 'acme/queue-worker:latest')).not.toBe('')
  })

  await test.step('be told before anything is removed, and undo', async () => {
    await rows.search('acme/')
    await rows.check([...samples.severalTags].sort()[0] ?? '')
    await rows.check('acme/postgres-tools:16')
    await rows.check('acme/ml-notebook:2026.2')
    await page.keyboard.press('Delete')
    const dialog = new RemoveDialog(page)
    await expect(dialog.dialog).toContainText(`The running container ${samples.runningContainer} uses it.`)
    await expect(dialog.dialog).toContainText(`The stopped container ${samples.stoppedContainer} uses it.`)
    await expect(dialog.dialog).toContainText(/Frees (about )?\d/)
    await album.take('remove')
    await dialog.cancel()
    await page.keyboard.press('Escape')

    await rows.search('ml-notebook')
    await rows.row('ml-notebook').click()
    await page.keyboard.press('Delete')
    await dialog.confirm()
    await expect(bar.bar).toContainText('acme/ml-notebook:2026.2 will be removed')
    await expect(rows.row('going')).toHaveCount(1)
    await album.take('undo')
    await bar.undo()
    await expect(bar.bar).toContainText('nothing was touched')
    expect(await docker('images', '-q', 'acme/ml-notebook')).not.toBe('')
    await rows.search('')
  })

  await test.step('clean up exactly what is dangling', async () => {
    const cleanup = await CleanupPage.open(page)
    await cleanup.preset('Dangling images')
    for (const id of samples.dangling) await expect(cleanup.tick(id.slice(7, 19))).toBeChecked()
    await expect(cleanup.totals).toContainText('Frees')
    await album.take('cleanup')
    await cleanup.run()
    await bar.runNow()
    await expect(bar.bar).toContainText('Done')
    await album.take('cleaned')
    // What is known by its digest is kept, though docker's own filter counts it in.
    const left = await docker('images', '--no-trunc', '-qf', 'dangling=true')
    for (const id of samples.dangling) expect(left).not.toContain(id)
    expect(await docker('images', '-q', '--no-trunc', samples.byDigest)).not.toBe('')
    await expect(page.getByText('Nothing to clean up here')).toBeVisible()
    await album.take('cleanup-empty')
    await cleanup.preset('All unused images')
    await expect(cleanup.totals).toContainText('Frees')
    await album.take('cleanup-unused')
    await cleanup.preset('Keep the newest 3 tags')
    await album.take('cleanup-newest')
    await new Frame(page).goTo('Images')
  })

  await test.step('look back at what was done', async () => {
    const activity = await ActivityPage.open(page)
    // Reading, comparing's reading, a removal that was undone, the cleanup.
    await expect(activity.jobs).toHaveCount(4)
    await expect(activity.jobs.filter({ hasText: 'Cancelled' })).toHaveCount(1)
    await expect(activity.report.getByRole('listitem').filter({ hasText: 'Deleted' }).first()).toBeVisible()
    await album.take('activity')
    await activity.showLog()
    await expect(activity.log).toContainText('Deleted: sha256:')
    await album.take('activity-log')
  })

  await test.step('find an image on Docker Hub and see what a pull would use', async () => {
    const hub = await startFakeHub({ tags: { 'library/centos': [severalPlatforms, windows] } })
    try {
      await page.evaluate(`window.strata.settings.set({ hubEndpoint: '${hub.origin}' })`)
      await frame.goTo('Search')
      await page.getByRole('textbox', { name: 'Search Docker Hub' }).fill('centos')
      await page.getByRole('textbox', { name: 'Minimum stars' }).fill('99')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('list', { name: 'Results' }).getByRole('listitem').first()).toBeVisible()
      await album.take('hub-search')
      await page.getByRole('button', { name: 'centos', exact: true }).click()
      const tags = page.getByRole('complementary', { name: 'Tags of centos' })
      await expect(tags).toContainText('download (compressed)')
      await album.take('hub-tags')
      await tags.getByRole('button', { name: 'Pull centos:7…' }).click()
      const dialog = new PullDialog(page)
      await expect(dialog.dialog).toContainText('docker.io/library/centos:7')
      await album.take('pull')
      await page.keyboard.press('Escape')
    } finally {
      await page.evaluate(`window.strata.settings.set({ hubEndpoint: '' })`)
      await hub.close()
    }
  })

  await test.step('push to the registry of the team', async () => {
    if (sandbox.registry === undefined) throw new Error('the walk needs a registry')
    await frame.goTo('Images')
    await rows.search('acme/queue-worker')
    await rows.row('queue-worker').first().click()
    const dialog = await PushDialog.open(page)
    await dialog.typeRegistry(sandbox.registry.host)
    await dialog.repository.fill('team/queue-worker')
    await expect(dialog.names.first()).toContainText('new name')
    await album.take('push')
    await dialog.submit()
    await expect(bar.bar).toContainText('pushed')
    await bar.openReport()
    await album.take('pushed')
  })

  await test.step('build from a folder that was dropped', async () => {
    const files = {
      busybox: { program: true },
      'main.py': 'print("hello")\n',
      'debug.log': 'x'.repeat(9_000),
    } as const
    const dockerfile = [
      'FROM scratch AS tools',
      'COPY busybox /bin/busybox',
      'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
      'FROM tools AS app',
      'ARG GREETING=hello',
      'ARG API_TOKEN',
      'RUN echo "compiling main.py for $GREETING" && echo "12 modules, no warnings"',
      'COPY main.py /app/',
      'CMD ["/bin/cat", "/app/main.py"]',
    ]
    const made = writeContext(
      join(strata.userData, 'hello-python'),
      { ...files, '.dockerignore': '*.log\n', Dockerfile: `${dockerfile.join('\n')}\n` },
      sandbox.busybox,
    )
    await frame.goTo('Builds')
    await expect(page.getByText('Nothing built yet')).toBeVisible()
    await album.take('builds-empty')
    const form = await BuildForm.drop(page, made)
    await expect(form.section('Context')).toContainText('kept back')
    await form.tags.fill('acme/hello-python:1.0')
    await form.form.getByRole('combobox', { name: 'Network of RUN steps' }).selectOption('None')
    await album.take('build-form')
    await form.build()
    const detail = new BuildsPage(page).detail('acme/hello-python:1.0')
    await expect(detail).toContainText('Built')
    await album.take('built')

    writeFileSync(
      join(made, 'Dockerfile'),
      `${dockerfile.join('\n').replace('COPY main.py', 'COPY app.py')}\n`,
    )
    await detail.getByRole('button', { name: 'Build again' }).click()
    await expect(page.getByText('app.py').first()).toBeVisible()
    await expect(new BuildsPage(page).list.filter({ hasText: 'Failed' })).toHaveCount(1)
    await album.take('build-failed')
  })

  await test.step('save an image to a file, and load it from there', async () => {
    await frame.goTo('Images')
    await rows.search('hello-python')
    await rows.check('acme/hello-python:1.0')
    const path = join(strata.userData, 'hello-python.tar')
    await answerFileDialogs(strata, { save: path })
    await page.getByRole('button', { name: 'Save to file…' }).click()
    const saving = new SaveDialog(page)
    await expect(saving.names).toHaveCount(1)
    await album.take('save')
    await saving.submit()
    await expect(bar.bar).toContainText('saved to hello-python.tar')
    await docker('rmi', 'acme/hello-python:1.0')
    await dropFiles(page, [path])
    await page.getByRole('button', { name: 'Load into the engine…' }).click()
    const loading = new LoadDialog(page)
    await expect(loading.names).toHaveCount(1)
    await album.take('load')
    await loading.submit('Load')
    await expect(bar.bar).toContainText('loaded')
    await frame.goTo('Images')
    await rows.search('')
  })

  await test.step('run an image and read its output', async () => {
    await frame.goTo('Images')
    const dialog = await RunDialog.open(page, 'acme/base:12')
    await dialog.command.fill(`/bin/sh -c 'echo "hello from $HOSTNAME"; echo "no config, defaults used" >&2'`)
    await dialog.addPort('', '80')
    await dialog.addEnv('HOSTNAME=acme-base')
    await album.take('run')
    await dialog.run()
    const job = new RunJob(page, 'acme/base:12')
    await expect(job.output).toContainText('hello from acme-base')
    await expect(job.detail).toContainText('Exit code 0')
    await album.take('ran')
    await frame.goTo('Images')
    await rows.search('')
  })

  await test.step('see the disk', async () => {
    await frame.goTo('Disk')
    await expect(page.getByRole('table', { name: 'Disk use by type' })).toBeVisible()
    await album.take('disk')
  })

  await test.step('settle in', async () => {
    const settings = await SettingsPage.open(page)
    await settings.setUndoSeconds(15)
    await expect(page.getByText(sandbox.engineVersion, { exact: false }).first()).toBeVisible()
    await album.take('settings')
    await frame.goTo('Images')
    await frame.palette.open()
    await expect(frame.palette.option(/Prune dangling/).first()).toBeVisible()
    await album.take('palette')
    await page.keyboard.press('Escape')
  })

  await test.step('meet a machine without an engine', async () => {
    const alone = await launchApp()
    try {
      await resize(alone.electron)
      await expect(alone.page.getByText(/No Docker Engine answers/).first()).toBeVisible()
      const other = new Album(alone.page)
      await other.take('no-engine')
    } finally {
      await alone.close()
    }
  })
})
