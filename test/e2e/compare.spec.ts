import { anImage, layerOf, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ComparePage } from './pages/compare'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'

test('what changed between two tags of a registry is seen, and nothing is pulled', async ({
  page,
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
  await load([
    app({ 'same.js': 'same\n', 'old.js': 'old\n', 'main.js': 'one\n', 'a.svg': '<svg a/>\n' }, '1', '1'),
    app({ 'same.js': 'same\n', 'new.js': 'new!\n', 'main.js': 'two two\n', 'b.svg': '<svg a/>\n' }, '2', '2'),
  ])
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
  await page.getByRole('button', { name: 'Swap the sides' }).click()
  await expect(compare.side('left')).toContainText(':2')
  await expect(compare.named('Removed new.js')).toBeVisible()
  expect(await docker('images', '--quiet', name)).toBe('')
})
