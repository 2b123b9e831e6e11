import { expect, type Locator, type Page, test } from 'playwright/test'
import { dropFiles } from '../support/drop'

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
