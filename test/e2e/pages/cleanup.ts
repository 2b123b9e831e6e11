import { expect, type Locator, type Page, test } from 'playwright/test'

/** What is common to the dialogs that act: they show the command, and Cancel is the way out. */
class ActingDialog {
  readonly dialog: Locator
  readonly command: Locator
  readonly cancelButton: Locator

  constructor(
    readonly page: Page,
    name: string | RegExp,
  ) {
    this.dialog = page.getByRole('dialog', { name })
    this.command = this.dialog.getByLabel('The same in a terminal')
    this.cancelButton = this.dialog.getByRole('button', { name: 'Cancel' })
  }

  cancel(): Promise<void> {
    return test.step('cancel', async () => {
      await this.cancelButton.click()
      await expect(this.dialog).toBeHidden()
    })
  }
}

export class TagDialog extends ActingDialog {
  readonly field: Locator

  constructor(page: Page) {
    super(page, 'Tag image')
    this.field = this.dialog.getByRole('textbox', { name: 'New name' })
  }

  type(name: string): Promise<void> {
    return test.step(`type ${name}`, async () => {
      await this.field.fill(name)
    })
  }

  submit(button: 'Tag' | 'Move tag' = 'Tag'): Promise<void> {
    return test.step(button, async () => {
      await this.dialog.getByRole('button', { name: button, exact: true }).click()
    })
  }
}

export class RemoveDialog extends ActingDialog {
  readonly submitButton: Locator

  constructor(page: Page) {
    super(page, /^Remove /)
    this.submitButton = this.dialog.getByRole('button', { name: /^(Remove \d|Untag \d|Nothing to remove)/ })
  }

  row(name: string): Locator {
    return this.dialog.getByRole('listitem').filter({ hasText: name })
  }

  force(name: string): Promise<void> {
    return test.step(`force ${name}`, async () => {
      await this.dialog.getByRole('checkbox', { name: `Force the removal of ${name}` }).check()
    })
  }

  confirm(): Promise<void> {
    return test.step('confirm the removal', async () => {
      await this.submitButton.click()
      await expect(this.dialog).toBeHidden()
    })
  }
}
