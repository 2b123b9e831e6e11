import { expect, type Locator, type Page, test } from 'playwright/test'

/**
 * Drops files as the system would: trusted events with paths. The window says what it will do before it is let go. The
 * debugger may let go before the page has answered what it takes, which is a drag that came to nothing: then once more.
 */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  await test.step('drop on the window', async () => {
    const cdp = await page.context().newCDPSession(page)
    const send = async (type: 'dragEnter' | 'dragOver' | 'drop') => {
      const data = { items: [], files: [...files], dragOperationsMask: 1 }
      await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
    }
    await page.evaluate(() => {
      const stop = window.strata.files.onDropped(() => {
        document.documentElement.dataset['dropped'] = 'yes'
        stop()
      })
    })
    const html = page.locator('html[data-dropped=yes]')
    await expect(async () => {
      await send('dragEnter')
      await send('dragOver')
      await expect(page.getByText('Let go to open it')).toBeVisible({ timeout: 2_000 })
      await send('dragOver')
      await send('drop')
      await expect(html).toHaveCount(1, { timeout: 3_000 })
    }).toPass()
    await page.evaluate(() => delete document.documentElement.dataset['dropped'])
    await cdp.detach()
  })
}

export class BuildForm {
  readonly form: Locator
  readonly tags: Locator
  readonly command: Locator
  readonly submitButton: Locator

  constructor(page: Page) {
    this.form = page.getByRole('form', { name: 'Build an image' })
    this.tags = this.form.getByRole('textbox', { name: 'Names of the image' })
    this.command = this.form.getByLabel('The same in a terminal')
    this.submitButton = this.form.getByRole('button', { name: 'Build', exact: true })
  }

  static drop(page: Page, path: string): Promise<BuildForm> {
    return test.step(`drop ${path}`, async () => {
      await dropFiles(page, [path])
      const form = new BuildForm(page)
      await expect(form.form).toBeVisible()
      return form
    })
  }

  section(name: string): Locator {
    return this.form.getByRole('region', { name })
  }

  build(): Promise<void> {
    return test.step('build', async () => {
      await this.submitButton.click()
      await expect(this.form).toBeHidden()
    })
  }
}

export class BuildsPage {
  readonly list: Locator
  readonly steps: Locator

  constructor(private readonly page: Page) {
    this.list = page.getByRole('list', { name: 'Builds of this session' }).getByRole('listitem')
    this.steps = page.locator('[data-step-row]')
  }

  detail(name: string): Locator {
    return this.page.getByRole('region', { name: `Build ${name}`, exact: true })
  }
}
