import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { anImage, layerOf, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ComparePage } from './pages/compare'
import { ContentsPage } from './pages/contents'
import { ImageRows } from './pages/details'
import { answerFileDialogs } from './pages/files'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'

test('what changed between two tags of a registry is seen, saved and looked into, and nothing is pulled', async ({
  page,
  strata,
  registry,
  docker,
}) => {
  const name = `${registry.host}/${uniqueName('tags')}`
  const base = layerOf([{ name: 'etc' }, { name: 'etc/os', content: 'base\n' }])
  const app = (files: Readonly<Record<string, string>>, env: string, tag: string) =>
    anImage({
      tags: [`${name}:${tag}`],
      config: { Env: [`VERSION=${env}`], Cmd: ['/app'] },
      layers: [
        base,
        layerOf([
          { name: 'app' },
          ...Object.entries(files).map(([file, content]) => ({ name: `app/${file}`, content })),
        ]),
      ],
    })
  const first = { 'same.js': 'same\n', 'old.js': 'old\n', 'main.js': 'one\n', 'a.svg': '<svg a/>\n' }
  const second = { 'same.js': 'same\n', 'new.js': 'new!\n', 'main.js': 'two two\n', 'b.svg': '<svg a/>\n' }
  await load([app(first, '1', '1'), app(second, '2', '2')])
  for (const tag of ['1', '2']) {
    await docker('push', `${name}:${tag}`)
    await docker('rmi', `${name}:${tag}`)
  }

  await new Frame(page).palette.run('Compare two images…')
  const compare = new ComparePage(page)
  await expectNothingSerious(page, 'an empty comparison')
  await compare.chooseRegistry('left', `${name}:1`)
  await compare.chooseRegistry('right', `${name}:2`)
  await expect(compare.side('left')).toContainText('Registry')
  await compare.read()
  for (const words of ['1 added', '1 removed', '1 changed', '1 moved'])
    await expect(compare.sum).toContainText(words)
  for (const file of ['Added new.js', 'Removed old.js', 'Changed main.js', 'Moved a.svg to /app/b.svg'])
    await expect(compare.named(file)).toBeVisible()
  await expect(compare.row('same.js')).toHaveCount(0)
  await expectNothingSerious(page, 'a comparison')
  await compare.tab(/^Settings/)
  await expect(compare.panel).toContainText('VERSION')
  await compare.tab(/^Layers/)
  await expect(compare.panel).toContainText('1 layer in common')

  await test.step('by keys: to a file by its first letter, to its folder, and that closed', async () => {
    await compare.tab(/^Files/)
    await compare.tree.focus()
    await page.keyboard.press('n')
    await expect(compare.row('new.js')).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowLeft')
    await expect(compare.tree.getByRole('row', { selected: true })).toContainText('app')
    await page.keyboard.press('ArrowLeft')
    await expect(compare.row('new.js')).toHaveCount(0)
  })

  await test.step('all differences go into a file, as text and as JSON', async () => {
    const text = join(strata.userData, 'all.txt')
    await answerFileDialogs(strata, { save: text })
    await compare.save('As text…')
    await expect(new Frame(page).toast('Saved to')).toBeVisible()
    expect(await readFile(text, 'utf8')).toContain('> /app/a.svg -> /app/b.svg')
    const json = join(strata.userData, 'all.json')
    await answerFileDialogs(strata, { save: json })
    await compare.save('As JSON…')
    await expect
      .poll(async () => JSON.parse(await readFile(json, 'utf8').catch(() => '{}')))
      .toMatchObject({ left: { name: `${name}:1` }, counts: { added: 1, moved: 1 } })
  })

  await page.getByRole('button', { name: 'Swap the sides' }).click()
  await expect(compare.side('left')).toContainText(':2')
  await expect(compare.named('Removed new.js')).toBeVisible()

  await test.step('one of them is looked into where it is, its files too', async () => {
    await compare.side('left').getByRole('button', { name: 'Look inside' }).click()
    const inside = new ContentsPage(page)
    await expect(inside.heading).toHaveText(`${name}:2`)
    await inside.filter('main.js')
    await inside.row('main.js').click()
    await expect(inside.file.getByRole('list', { name: 'Text of the file' })).toContainText('two two')
    expect(await docker('images', '--quiet', name)).toBe('')
  })

  await test.step('an image of the engine against what its tag is in the registry now', async () => {
    await load([app(first, '1', 'now')])
    await docker('push', `${name}:now`)
    await load([app(second, '2', 'now')])
    await docker('push', `${name}:now`)
    await load([app(first, '1', 'now')])
    await new Frame(page).goTo('Images')
    const rows = new ImageRows(page)
    await rows.search(name)
    await rows.row('now').first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Compare', exact: true }).press('ArrowRight')
    await page.getByRole('menuitem', { name: `With what the registry has as ${name}:now now` }).press('Enter')
    await expect(compare.side('left')).toContainText('Engine')
    // The layers of both are known from before.
    await expect(compare.sum).toContainText('1 moved')
    await expect(compare.named('Changed main.js')).toBeVisible()
  })
})
