import { expect, type Locator, type Page, test } from 'playwright/test'

export class PullDialog {
  readonly dialog: Locator
  readonly field: Locator
  readonly command: Locator
  readonly submitButton: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Pull image' })
    this.field = this.dialog.getByRole('textbox', { name: 'Image' })
    this.command = this.dialog.getByLabel('The same in a terminal')
    this.submitButton = this.dialog.getByRole('button', { name: 'Pull', exact: true })
  }

  static open(page: Page): Promise<PullDialog> {
    return test.step('open the pull dialog', async () => {
      await page.getByRole('button', { name: 'Pull…', exact: true }).click()
      const dialog = new PullDialog(page)
      await expect(dialog.field).toBeFocused()
      return dialog
    })
  }

  pull(name: string): Promise<void> {
    return test.step(`pull ${name}`, async () => {
      await this.field.fill(name)
      await this.submitButton.click()
      await expect(this.dialog).toBeHidden()
    })
  }
}

export class PushDialog {
  readonly dialog: Locator
  readonly registry: Locator
  readonly address: Locator
  readonly repository: Locator
  readonly moreTags: Locator
  readonly names: Locator
  readonly command: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Push to a registry' })
    this.registry = this.dialog.getByRole('combobox', { name: 'Registry' })
    this.address = this.dialog.getByRole('textbox', { name: 'Its address' })
    this.repository = this.dialog.getByRole('textbox', { name: 'Repository' })
    this.moreTags = this.dialog.getByRole('textbox', { name: /^(More tags|Tags)$/ })
    this.names = this.dialog.getByRole('list', { name: 'Names that will be pushed' }).getByRole('listitem')
    this.command = this.dialog.getByLabel('The same in a terminal')
  }

  static open(page: Page): Promise<PushDialog> {
    return test.step('open the push dialog', async () => {
      await page.getByRole('button', { name: 'Push to…', exact: true }).first().click()
      const dialog = new PushDialog(page)
      await expect(dialog.dialog).toBeVisible()
      return dialog
    })
  }

  typeRegistry(host: string): Promise<void> {
    return test.step(`to ${host}`, async () => {
      await this.registry.selectOption({ label: 'Another registry…' })
      await this.address.fill(host)
    })
  }

  submit(): Promise<void> {
    return test.step('push', async () => {
      await this.dialog.getByRole('button', { name: /^Push \d/ }).click()
      await expect(this.dialog).toBeHidden()
    })
  }
}
