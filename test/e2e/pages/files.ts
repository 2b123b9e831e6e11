import { expect, type Locator, type Page, test } from 'playwright/test'
import { dropFiles } from '../support/drop'
import type { RunningApp } from '../support/launch'

/** What the system's own dialogs answer from now on; undefined: the person thinks better of it. */
export async function answerFileDialogs(
  { electron }: RunningApp,
  answers: { readonly save?: string; readonly open?: string },
): Promise<void> {
  await electron.evaluate(({ dialog }, { save, open }) => {
    dialog.showSaveDialog = async (...args: unknown[]) => {
      Object.assign(globalThis, { askedToSave: args.at(-1) })
      return { canceled: save === undefined, filePath: save ?? '' }
    }
    dialog.showOpenDialog = async () => ({
      canceled: open === undefined,
      filePaths: open === undefined ? [] : [open],
    })
  }, answers)
}

/** The name that the last save dialog proposed. */
export async function proposedPath({ electron }: RunningApp): Promise<string> {
  return await electron.evaluate(() => {
    const asked: unknown = Reflect.get(globalThis, 'askedToSave')
    return String(Reflect.get(Object(asked), 'defaultPath'))
  })
}

export class SaveDialog {
  readonly dialog: Locator
  readonly names: Locator
  readonly command: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Save to a file' })
    this.names = this.dialog.getByRole('list', { name: 'What goes into the file' }).getByRole('listitem')
    this.command = this.dialog.getByLabel('The same in a terminal')
  }

  submit(): Promise<void> {
    return test.step('save', async () => {
      await this.dialog.getByRole('button', { name: 'Choose where…' }).click()
      await expect(this.dialog).toBeHidden()
    })
  }
}

export class LoadDialog {
  readonly dialog: Locator
  readonly names: Locator
  readonly nameField: Locator
  readonly changes: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^(Load from a file|Import a root file system)$/ })
    this.names = this.dialog.getByRole('list', { name: 'What loading it gives' }).getByRole('listitem')
    this.nameField = this.dialog.getByRole('textbox', { name: 'Name of the new image' })
    this.changes = this.dialog.getByRole('textbox', { name: /^Settings of the new image/ })
  }

  /** A saved image that is dropped is looked into; loading it is one click away. */
  static async ofDropped(page: Page, path: string): Promise<LoadDialog> {
    await dropFiles(page, [path])
    await page.getByRole('button', { name: 'Load into the engine…' }).click()
    return new LoadDialog(page)
  }

  submit(name: 'Load' | 'Import'): Promise<void> {
    return test.step(name, async () => {
      await this.dialog.getByRole('button', { name, exact: true }).click()
      await expect(this.dialog).toBeHidden()
    })
  }
}
