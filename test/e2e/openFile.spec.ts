import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { archiveOf, type ImageSpec, layerOf } from '../../scripts/sandbox/images/archive.mjs'
import { blobPath, layoutOf, tarOfFiles, writeFiles } from '../builders/ociLayout'
import { expect, test } from './fixtures'
import { ContentsPage } from './pages/contents'
import { expectNothingSerious } from './pages/settings'
import { dropFiles } from './support/drop'

test.use({ engine: 'none' })

const spec: ImageSpec = {
  tags: ['acme/tool:1'],
  steps: [
    {
      createdBy: 'COPY app /app # buildkit',
      layer: layerOf([{ name: 'app' }, { name: 'app/main.py', content: 'print("hello")\n' }]),
    },
    { createdBy: 'CMD ["python", "/app/main.py"]' },
  ],
}

test.describe('without an engine', () => {
  test('a tar that is dropped is looked into; loading it stays a click away', async ({ strata, page }) => {
    await expect(page.getByRole('region', { name: 'Without an engine' })).toBeVisible()
    await expectNothingSerious(page, 'no engine')
    const path = join(strata.userData, 'saved.tar.gz')
    writeFileSync(path, gzipSync(Buffer.concat([...archiveOf([spec])])))
    await dropFiles(page, [path])
    const contents = new ContentsPage(page)
    await expect(contents.heading).toContainText(/acme\/tool:1|saved\.tar\.gz/)
    await contents.read.click()
    await contents.row('app').first().click()
    await expect(contents.row('main.py')).toBeVisible()

    await contents.tab('Waste')
    await expect(contents.waste).toContainText('Every byte that the layers store is in the final filesystem')
    await contents.tab('Dockerfile')
    await expect(contents.dockerfile).toContainText('CMD ["python", "/app/main.py"]')
    await expectNothingSerious(page, 'the Dockerfile of an image')
    await page.getByRole('button', { name: 'Load into the engine…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Load from a file' })
    await expect(dialog).toContainText('acme/tool:1')
    await dialog.getByRole('button', { name: 'Look inside' }).click()
    await expect(contents.heading).toBeVisible()
  })

  test('damage in what else an archive holds is told, and what to do with one that only Docker unpacks', async ({
    strata,
    page,
  }) => {
    const { files } = layoutOf(
      [{ name: 'docker.io/library/shop:1', layers: ['one', 'two'] }, { platform: 'linux/arm64' }],
      { asIndex: true },
    )
    const index = JSON.parse(files.get('index.json')?.toString() ?? '').manifests[0].digest
    const arm: string = JSON.parse(files.get(blobPath(index))?.toString() ?? '').manifests[1].digest
    const bytes = Buffer.from(files.get(blobPath(arm)) ?? '')
    bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1
    const path = join(strata.userData, 'damaged.tar')
    writeFileSync(path, tarOfFiles(new Map([...files, [blobPath(arm), bytes]])))
    await dropFiles(page, [path])
    await expect(page.getByText('no part of this image: Manifest of linux/arm64')).toBeVisible()
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Damaged at this place' })).toContainText(arm)
    await expectNothingSerious(page, 'damage beside an image')
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(page.getByRole('menuitem', { name: 'Everything into a file…' })).toBeVisible()
    await page.keyboard.press('Escape')

    const packed = join(strata.userData, 'saved.tar.xz')
    writeFileSync(packed, Buffer.from('\u00fd7zXZ\0\0', 'latin1'))
    await dropFiles(page, [packed])
    const dialog = page.getByRole('dialog', { name: 'Load from a file' })
    await expect(dialog).toContainText('Docker unpacks it by itself')
    await expect(dialog).toContainText('xz --decompress --keep saved.tar.xz')
    await expectNothingSerious(page, 'a file that only Docker unpacks')
  })

  test('a folder with an OCI layout opens as an image, another one as a build', async ({ strata, page }) => {
    const folder = join(strata.userData, 'layout')
    writeFiles(folder, layoutOf([{ layers: ['one', 'two'] }]).files)
    await dropFiles(page, [folder])
    const contents = new ContentsPage(page)
    await expect(page.getByRole('tab', { name: 'Waste' })).toBeVisible()
    await contents.read.click()
    await expect(contents.tree).toBeVisible()
    await dropFiles(page, [strata.userData])
    await expect(page.getByRole('heading', { level: 1, name: 'Builds' })).toBeVisible()
  })

  test('what no registry has is said', async ({ page }) => {
    await page.getByRole('button', { name: 'Look inside a registry image…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Look inside a registry image' })
    await dialog.getByRole('textbox').fill('Upper Case')
    await expect(dialog.getByRole('alert')).toBeVisible()
    await dialog.getByRole('textbox').fill('localhost:9/nothing')
    await expect(dialog).toContainText('localhost:9/nothing:latest')
    await expectNothingSerious(page, 'the dialog of a registry image')
    await dialog.getByRole('button', { name: 'Look inside' }).click()
    await expect(page.getByRole('alert').getByRole('button', { name: 'Try again' })).toBeVisible()
  })
})
