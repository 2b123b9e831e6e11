import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anImage, layerOf, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ContentsPage } from './pages/contents'
import { ImageRows } from './pages/details'
import { answerFileDialogs } from './pages/files'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'

const secret = 'password = \u202edrowssap\u202c\n'

/** Three layers: files come, change owner, and one goes again. */
async function shop(reference: string): Promise<void> {
  const seed = uniqueName()
  const app = Array.from({ length: 400 }, (_, i) => ({
    name: `srv/app/module-${String(i).padStart(3, '0')}.js`,
    content: `// ${seed}\nmodule.exports = ${i}\n`,
  }))
  await load([
    anImage({
      tags: [reference],
      steps: [
        {
          createdBy: 'ADD rootfs.tar / # buildkit',
          layer: layerOf([
            { name: 'etc' },
            { name: 'etc/shop.conf', content: `# ${seed}\n${secret}` },
            { name: 'bin' },
            { name: 'bin/tool', content: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), mode: 0o755 },
            { name: 'bin/sh', link: 'tool' },
          ]),
        },
        {
          createdBy: 'COPY app /srv/app # buildkit',
          layer: layerOf([{ name: 'srv' }, { name: 'srv/app' }, ...app]),
        },
        {
          createdBy: 'RUN /bin/sh -c rm /etc/shop.conf # buildkit',
          layer: layerOf([{ name: 'etc' }, { name: 'etc/.wh.shop.conf' }]),
        },
        { createdBy: 'CMD ["/bin/sh"]' },
      ],
    }),
  ])
}

test('an image of the engine is read once; its layers, its files, and one file out of a layer', async ({
  page,
  strata,
}) => {
  const reference = `${uniqueName('inside')}/shop:1`
  await shop(reference)
  const rows = new ImageRows(page)
  await rows.search(reference)
  const panel = await rows.open('shop')
  const inside = new ContentsPage(page)

  await test.step('nothing is read before someone asks for it', async () => {
    await panel.panel.getByRole('button', { name: 'Look inside' }).click()
    await expect(inside.heading).toHaveText(reference)
    await expect(page.getByText('Strata asks the engine to save this image once')).toBeVisible()
    await expectNothingSerious(page, 'an image that is not read')
    await inside.read.click()
    await expect(inside.layers).toBeVisible()
  })

  await test.step('each layer tells what it did', async () => {
    await expect(inside.layers.getByRole('option', { name: /^Layer 3 of 3.*1 removed/ })).toBeVisible()
    await expect(inside.layers.getByRole('option', { name: /^Layer 2 of 3.*40\d added/ })).toBeVisible()
    await expect(inside.row('srv')).toBeVisible()
    await expectNothingSerious(page, 'layers and files')
  })

  await test.step('only what the last layer changed: a file is gone', async () => {
    await inside.show('Changes of this layer')
    await inside.row('etc').click()
    await expect(inside.row('shop.conf')).toContainText('Removed')
  })

  await test.step('by keys to the lowest layer, where the file is still to be read', async () => {
    await inside.layers.focus()
    await page.keyboard.press('End')
    await expect(inside.row('shop.conf')).toContainText('Added')
    await inside.filter('SHOP')
    await inside.row('shop.conf').click()
    await expect(inside.file).toContainText('/etc/shop.conf')
    const fetch = inside.file.getByRole('button', { name: 'Fetch the files' })
    await fetch.click()
    await expect(inside.file.getByRole('list', { name: 'Text of the file' })).toContainText(
      'password = ⟨U+202E⟩drowssap⟨U+202C⟩',
    )
    await expectNothingSerious(page, 'a text file')
  })

  await test.step('bytes of a program', async () => {
    await inside.filter('tool')
    await inside.row('tool').first().click()
    await expect(inside.file.getByRole('list', { name: 'Bytes of the file' })).toContainText('.ELF')
  })

  await test.step('one file is saved out of the layer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'strata-out-'))
    try {
      await inside.filter('shop.conf')
      await inside.row('shop.conf').click()
      await expect(inside.file).toContainText('/etc/shop.conf')
      await answerFileDialogs(strata, { save: join(folder, 'shop.conf') })
      await inside.file.getByRole('button', { name: 'Save file out…' }).click()
      await expect
        .poll(async () => await readFile(join(folder, 'shop.conf'), 'utf8').catch(() => ''))
        .toContain(secret)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  await test.step('a tree by keys alone', async () => {
    await inside.filter('')
    await inside.show('Stack up to here')
    await inside.layers.focus()
    await page.keyboard.press('Home')
    await expect(inside.row('srv')).toBeVisible()
    await inside.tree.focus()
    const selected = inside.tree.getByRole('row', { selected: true })
    await page.keyboard.press('Home')
    await page.keyboard.type('srv')
    await expect(selected).toContainText('srv')
    for (const name of ['srv', 'app']) {
      await expect(selected).toContainText(name)
      await page.keyboard.press('ArrowRight')
      await expect(selected).toHaveAttribute('aria-expanded', 'true')
      await page.keyboard.press('ArrowRight')
    }
    await page.keyboard.press('End')
    await expect(inside.row('module-399.js')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowLeft')
    await expect(selected).toContainText('app')
  })

  await test.step('the same beside the list of images, read once and for all', async () => {
    await new Frame(page).goTo('Images')
    await panel.show('Files')
    await expect(panel.panel.getByRole('treegrid')).toBeVisible()
    await expectNothingSerious(page, 'files in the details')
    await panel.show('Layers')
    await panel.layers.getByRole('option', { name: /^Layer 2 of 3/ }).click()
    await panel.layer.getByRole('button', { name: 'Files of this layer' }).click()
    await expect(inside.tree).toHaveAccessibleName('Changes of layer 2')
  })
})
