import { anImage, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar } from './pages/activity'
import { ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'
import { PushDialog } from './pages/transfers'

test.use({ oneApp: true })

test.describe('pushing an image', () => {
  test('tags and pushes in one act; the second time every layer is there', async ({
    page,
    registry,
    docker,
  }) => {
    const app = uniqueName('app')
    await load([
      anImage({ tags: [`${app}:0.1`, `${app}:latest`], layers: [fileLayer('a', 2_000_000), fileLayer('b')] }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row(app).first().click()
    const dialog = await PushDialog.open(page)
    await dialog.typeRegistry(registry.host)
    await dialog.repository.fill(app)
    await expect(dialog.names).toHaveCount(2)
    await expect(dialog.names.first()).toContainText(`${registry.host}/${app}:0.1`)
    await expect(dialog.names.first()).toContainText('new name')
    await expect(dialog.command).toContainText(`docker push ${registry.host}/${app}:latest`)
    await expectNothingSerious(page, 'the push dialog')
    await dialog.submit()

    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('2 tags pushed')
    await bar.openReport()
    const detail = page.getByRole('region', { name: new RegExp(`^Push ${registry.host}/${app}`) })
    await expect(detail).toContainText('0 of 2 layers already there')
    await expect(detail).toContainText('2 of 2 layers already there')
    const digests = await docker('image', 'inspect', '--format', '{{json .RepoDigests}}', `${app}:0.1`)
    const [digest] = /sha256:[0-9a-f]{64}/.exec(digests) ?? []
    await expect(detail.getByText(digest ?? 'no digest')).toHaveCount(2)
    await expectNothingSerious(page, 'the report of a push')
  })

  test('a registry that wants a login says so, and the names made for it go again', async ({
    page,
    loginRegistry,
    docker,
  }) => {
    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`] })])
    const rows = new ImageRows(page)
    await rows.search(app)
    await rows.row(app).click()
    const dialog = await PushDialog.open(page)
    await dialog.typeRegistry(loginRegistry.host)
    await dialog.submit()
    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('Failed')
    await bar.openReport()
    await expect(page.getByRole('alert')).toContainText('docker login')
    expect(await docker('images', '-q', `${loginRegistry.host}/${app}`)).toBe('')
    expect(await docker('images', '-q', app)).not.toBe('')
  })
})
