import { anImage, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { ActivityBar, ActivityPage } from './pages/activity'
import { ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'
import { PullDialog } from './pages/transfers'

test.use({ oneApp: true })

test.describe('pulling an image', () => {
  test('shows the full name first, then layers and the digest at the end', async ({
    page,
    registry,
    docker,
  }) => {
    const name = `${registry.host}/${uniqueName('app')}`
    await load([anImage({ tags: [`${name}:latest`], layers: [fileLayer('a', 3_000_000), fileLayer('b')] })])
    await docker('push', `${name}:latest`)
    const digest = await docker('image', 'inspect', '--format', '{{index .RepoDigests 0}}', `${name}:latest`)
    await docker('rmi', `${name}:latest`)

    const dialog = await PullDialog.open(page)
    await dialog.field.fill('ubuntu')
    await expect(dialog.dialog).toContainText('docker.io/library/ubuntu:latest')
    await expect(dialog.dialog).toContainText('it need not be the newest version')
    await expect(dialog.command).toHaveText('docker pull ubuntu:latest')
    await dialog.field.fill('Upper/Case')
    await expect(dialog.dialog.getByRole('alert')).toContainText('upper-case letters')
    await expect(dialog.submitButton).toBeDisabled()
    await expectNothingSerious(page, 'the pull dialog')
    await dialog.pull(`docker pull ${name}`)

    const bar = new ActivityBar(page)
    await expect(bar.bar).toContainText('Downloaded a newer image')
    await bar.openReport()
    const detail = page.getByRole('region', { name: `Pull ${name}` })
    await expect(detail).toContainText(digest.split('@')[1] ?? 'no digest')
    await expect(detail).toContainText('0 of 2 layers already here')
    await expectNothingSerious(page, 'the report of a pull')
    await detail.getByRole('button', { name: 'Show image' }).click()
    await expect(new ImageRows(page).row(name)).toBeVisible()
  })

  test('what the registry does not have is said, and can be tried again', async ({
    page,
    registry,
    docker,
  }) => {
    const name = `${registry.host}/${uniqueName('late')}`
    const dialog = await PullDialog.open(page)
    await dialog.pull(`${name}:1`)
    await expect(new ActivityBar(page).bar).toContainText('Failed')
    const activity = await ActivityPage.open(page)
    await expect(page.getByRole('alert')).toContainText('does not have that')
    await expectNothingSerious(page, 'a failed pull')

    await load([anImage({ tags: [`${name}:1`] })])
    await docker('push', `${name}:1`)
    await docker('rmi', `${name}:1`)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(activity.jobs).toHaveCount(2)
    await expect(activity.jobs.filter({ hasText: 'Done' })).toHaveCount(1)
    expect(await docker('images', '-q', name)).not.toBe('')
  })

  test('a name or a page of Docker Hub dropped on the window opens it filled; other text is refused', async ({
    page,
  }) => {
    const drop = async (text: string) => {
      const data = await page.evaluateHandle(`(() => {
        const data = new DataTransfer()
        data.setData('text/plain', ${JSON.stringify(text)})
        return data
      })()`)
      const main = page.getByRole('main')
      await main.dispatchEvent('dragenter', { dataTransfer: data })
      await expect(page.getByText('Let go to pull it')).toBeVisible()
      await main.dispatchEvent('drop', { dataTransfer: data })
      await expect(page.getByText('Let go to pull it')).toBeHidden()
    }
    const dialog = new PullDialog(page)
    await drop('docker.io/library/ubuntu:24.04')
    await expect(dialog.command).toHaveText('docker pull ubuntu:24.04')
    await page.keyboard.press('Escape')
    await expect(dialog.dialog).toBeHidden()
    await drop('https://hub.docker.com/r/grafana/grafana/tags')
    await expect(dialog.command).toHaveText('docker pull grafana/grafana:latest')
    await page.keyboard.press('Escape')
    await expect(dialog.dialog).toBeHidden()
    await drop('just some words')
    await expect(page.getByText('That text is not the name of an image.')).toBeVisible()
    await expect(dialog.dialog).toBeHidden()
  })
})
