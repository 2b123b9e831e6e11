import { anImage, layerOf, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ContentsPage } from './pages/contents'
import { ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'

const size = 30_000_000
/** `chown` in a later step: the same bytes once more. */
const model = (uid: number) =>
  layerOf([{ name: 'srv' }, { name: 'srv/model.bin', content: Buffer.alloc(size, 'weights\n'), uid }])

test('the bytes that a chown doubled are found, blamed, and lead to the file', async ({ page }) => {
  const name = `${uniqueName('chown')}:1`
  await load([
    anImage({
      tags: [name],
      steps: [
        { createdBy: 'COPY model.bin /srv/ # buildkit', layer: model(0) },
        { createdBy: 'RUN /bin/sh -c chown -R 1000 /srv # buildkit', layer: model(1000) },
      ],
    }),
  ])
  const rows = new ImageRows(page)
  await rows.search(name)
  await rows
    .row(name.split(':')[0] ?? name)
    .first()
    .click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Look inside' }).click()
  const contents = new ContentsPage(page)
  await contents.read.click()
  await contents.tab('Waste')
  await expect(contents.waste).toContainText('30 MB of 60 MB stored are not in the final filesystem (50%)')
  await expect(contents.waste).toContainText('The same bytes again, with another mode or owner')
  await expect(contents.waste).toContainText('RUN chown -R 1000 /srv')
  await expect(contents.waste).toContainText('COPY --chown=app:app --chmod=755')
  await expect(contents.waste).toContainText('Saves 30 MB')
  await expectNothingSerious(page, 'the waste of an image')
  await page.getByRole('button', { name: 'Show /srv/model.bin in the files of layer 1' }).click()
  await expect(contents.row('model.bin')).toHaveAttribute('aria-selected', 'true')

  await contents.tab('Dockerfile')
  await contents.dockerfile.getByRole('button', { name: 'Show what layer 2 changes' }).click()
  await expect(page.getByRole('treegrid', { name: /layer 2/i })).toBeVisible()
})
