import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { anImage, busyboxLayer, fileLayer, imageId, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar } from './pages/activity'
import { ImageRows } from './pages/details'
import { answerFileDialogs, LoadDialog, proposedPath, SaveDialog } from './pages/files'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'
import { dropFiles } from './support/drop'

test.use({ oneApp: true })

test.describe('images and files', () => {
  test('two images go into one file, and come back from it by a drop', async ({ strata, page, docker }) => {
    const base = uniqueName('two')
    const [one, two] = [`${base}-a`, `${base}-b`]
    await load([
      anImage({ tags: [`${one}:1`, `${one}:latest`], layers: [fileLayer('a', 300_000)] }),
      anImage({ tags: [`${two}:2`], layers: [fileLayer('b')] }),
    ])
    const ids = [await imageId(`${one}:1`), await imageId(`${two}:2`)]
    const path = join(strata.userData, 'both.tar')
    writeFileSync(path, 'what was there before')

    // A list of many images has only some of them in sight.
    const rows = new ImageRows(page)
    await rows.search(base)
    await rows.check(`${one}:1`)
    await rows.check(`${two}:2`)
    await page.getByRole('button', { name: 'Save 2 to a file…' }).click()
    const saving = new SaveDialog(page)
    await expect(saving.names).toHaveCount(3)
    await saving.dialog.getByRole('checkbox', { name: `${one}:latest` }).uncheck()
    await expect(saving.command).toContainText('docker save --output images.tar ')
    for (const name of [`${one}:1`, `${two}:2`]) await expect(saving.command).toContainText(name)
    await expect(saving.command).not.toContainText(`${one}:latest`)
    await expectNothingSerious(page, 'the save dialog')
    // The person thinks better of it: nothing is started, the dialog stays.
    await answerFileDialogs(strata, {})
    await saving.dialog.getByRole('button', { name: 'Choose where…' }).click()
    await expect.poll(async () => await proposedPath(strata)).toMatch(/[/\\]images\.tar$/)
    await expect(saving.dialog).toBeVisible()
    expect(readFileSync(path, 'utf8')).toBe('what was there before')
    await answerFileDialogs(strata, { save: path })
    await saving.submit()

    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('2 images saved to both.tar')
    await bar.openReport()
    const report = page.getByRole('tabpanel')
    await expect(report).toContainText('both.tar')
    await expect(report).toContainText(`${two}:2`)
    await expectNothingSerious(page, 'the report of a save')
    expect(readdirSync(strata.userData).filter((name) => name.endsWith('.part'))).toEqual([])

    await docker('rmi', `${two}:2`)
    await new Frame(page).goTo('Images')
    const loading = await LoadDialog.ofDropped(page, path)
    await expect(loading.names).toHaveCount(2)
    await expect(loading.names.filter({ hasText: `${one}:1` })).toContainText('the same image')
    await expect(loading.names.filter({ hasText: `${two}:2` })).toContainText('new name')
    await expectNothingSerious(page, 'the load dialog')
    await loading.submit('Load')
    await expect(bar.bar).toContainText('2 images loaded')
    expect([await imageId(`${one}:1`), await imageId(`${two}:2`)]).toEqual(ids)
  })

  test('a name that moves to the image in a file is told before', async ({ strata, page, docker }) => {
    const name = uniqueName('moves')
    const path = join(strata.userData, 'moves.tar')
    await load([anImage({ tags: [`${name}:1`], layers: [fileLayer('old')] })])
    await docker('save', '--output', path, `${name}:1`)
    await load([anImage({ tags: [`${name}:1`], layers: [fileLayer('new')] })])
    const id = await imageId(`${name}:1`)
    const rows = new ImageRows(page)
    await rows.search(name)
    await expect(rows.row(name).first()).toBeVisible()
    const loading = await LoadDialog.ofDropped(page, path)
    await expect(loading.names).toContainText('name moves here')
    await expect(loading.dialog).toContainText(`${id.slice('sha256:'.length, 19)} is left dangling`)
    await page.keyboard.press('Escape')
    await expect(loading.dialog).toBeHidden()
    expect(await imageId(`${name}:1`)).toBe(id)
  })

  test('the files of a container are imported, under a name', async ({ strata, page, docker }) => {
    const from = `${uniqueName('from')}:1`
    await load([anImage({ tags: [from], layers: [await busyboxLayer(), fileLayer('etc/motd')] })])
    const container = await docker('create', from)
    const path = join(strata.userData, 'root.tar')
    await docker('export', '--output', path, container)
    await docker('rm', container)
    await answerFileDialogs(strata, { open: path })

    await page.getByRole('button', { name: 'Load from file…' }).click()
    const dialog = new LoadDialog(page)
    await expect(dialog.dialog).toContainText('It is no saved image and cannot be loaded')
    await expect(dialog.nameField).toBeFocused()
    await dialog.nameField.fill('Not A Name')
    await expect(dialog.dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
    const name = uniqueName('imported')
    await dialog.nameField.fill(name)
    await expect(dialog.dialog).toContainText(`docker.io/${name}:latest`)
    await dialog.changes.fill('RUN make')
    await expect(dialog.dialog).toContainText('Line 1: an import cannot set “RUN”.')
    await expect(dialog.dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
    await dialog.changes.fill('CMD ["/bin/echo", "by itself"]\nENV LANG=C.UTF-8')
    await expect(dialog.dialog).toContainText(`--change 'ENV LANG=C.UTF-8' root.tar ${name}:latest`)
    await expectNothingSerious(page, 'the import dialog')
    await dialog.submit('Import')
    await expect(new ActivityBar(page).bar).toContainText('Imported as 1 new image')
    expect(await docker('run', '--rm', `${name}:latest`)).toBe('by itself')
  })

  test('a saved image that is to be imported is loaded instead, packed or not', async ({
    strata,
    page,
    docker,
  }) => {
    const name = `${uniqueName('saved')}:1`
    await load([anImage({ tags: [name] })])
    const id = await imageId(name)
    const path = join(strata.userData, 'saved.tar')
    await docker('save', '--output', path, name)
    const packed = join(strata.userData, 'saved.tar.gz')
    writeFileSync(packed, gzipSync(readFileSync(path)))
    const bar = new ActivityBar(page)
    for (const each of [path, packed]) {
      await docker('rmi', name)
      await answerFileDialogs(strata, { open: each })
      await new Frame(page).palette.run('Import a root file system…')
      const dialog = new LoadDialog(page)
      await expect(dialog.dialog).toContainText('it will be loaded instead')
      await dialog.submit('Load')
      await expect.poll(async () => await docker('images', '--quiet', '--no-trunc', name)).toBe(id)
      await expect(bar.bar).toContainText('a saved image, so it was loaded instead of imported')
    }
    await bar.openReport()
    await expect(page.getByRole('tabpanel')).toContainText('They were loaded under their own names')
  })

  test('what is no archive says so, and a folder that is gone leaves nothing', async ({ strata, page }) => {
    const name = uniqueName('kept')
    await load([anImage({ tags: [`${name}:1`] })])
    const rows = new ImageRows(page)
    await rows.search(name)
    await expect(rows.row(name)).toBeVisible()
    const odd = join(strata.userData, 'notes.tar')
    writeFileSync(odd, 'no tar at all '.repeat(100))
    await dropFiles(page, [odd])
    const dialog = new LoadDialog(page)
    await expect(dialog.dialog).toContainText('This is no tar archive')
    await expect(dialog.dialog.getByRole('button', { name: 'Choose another file…' })).toBeVisible()
    await page.keyboard.press('Escape')

    const path = join(strata.userData, 'no', 'such', 'folder', 'a.tar')
    await answerFileDialogs(strata, { save: path })
    await rows.row(name).click()
    await new Frame(page).palette.run('Save to file…')
    const saving = new SaveDialog(page)
    await saving.submit()
    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('Failed')
    expect(await proposedPath(strata)).toMatch(new RegExp(`${name.replaceAll('/', '_')}_1\\.tar$`))
    await bar.openReport()
    await expect(page.getByRole('alert')).toContainText('The file a.tar could not be written')
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect(existsSync(path)).toBe(false)
  })
})
