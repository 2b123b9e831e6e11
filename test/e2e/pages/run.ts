import { expect, type Locator, type Page, test } from 'playwright/test'
import { ImageRows } from './details'

export class RunDialog {
  readonly dialog: Locator
  readonly command: Locator
  readonly words: Locator
  readonly name: Locator
  readonly line: Locator
  readonly hostPorts: Locator
  readonly containerPorts: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^Run / })
    this.command = this.dialog.getByRole('textbox', { name: 'Command' })
    this.words = this.dialog
      .getByRole('list', { name: 'What will start, word by word' })
      .getByRole('listitem')
    this.name = this.dialog.getByRole('textbox', { name: 'Name', exact: true })
    this.line = this.dialog.getByLabel('The same in a terminal')
    this.hostPorts = this.dialog.getByRole('textbox', { name: 'Port of the host' })
    this.containerPorts = this.dialog.getByRole('textbox', { name: 'Port of the container' })
  }

  /** By the menu of its row. */
  static open(page: Page, image: string): Promise<RunDialog> {
    return test.step(`open the run dialog of ${image}`, async () => {
      const rows = new ImageRows(page)
      // The list draws the tag apart from its repository.
      const repository = image.replace(/:[^:/]*$/, '')
      await rows.search(repository)
      await rows.row(repository).first().click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Run…' }).click()
      const dialog = new RunDialog(page)
      await expect(dialog.command).toBeFocused()
      return dialog
    })
  }

  tick(name: RegExp, on = true): Promise<void> {
    return test.step(`${on ? 'tick' : 'untick'} ${name}`, async () => {
      await this.dialog.getByRole('checkbox', { name }).setChecked(on)
    })
  }

  addPort(host: string, container: string): Promise<void> {
    return test.step(`publish ${host}:${container}`, async () => {
      await this.dialog.getByRole('button', { name: 'Add port' }).click()
      await this.hostPorts.last().fill(host)
      await this.containerPorts.last().fill(container)
    })
  }

  addEnv(line: string): Promise<void> {
    return test.step(`set ${line}`, async () => {
      await this.dialog.getByRole('button', { name: 'Add variable' }).click()
      await this.dialog
        .getByRole('textbox', { name: /^Variable \d/ })
        .last()
        .fill(line)
    })
  }

  press(button: string): Promise<void> {
    return test.step(button, async () => {
      await this.dialog.getByRole('button', { name: button, exact: true }).click()
    })
  }

  /** Begins the job; the window is in Activity then. */
  run(button = 'Run'): Promise<void> {
    return test.step('run', async () => {
      await this.press(button)
      await expect(this.dialog).toBeHidden()
    })
  }
}

/** The job of a run in Activity. */
export class RunJob {
  readonly detail: Locator
  readonly output: Locator

  constructor(
    private readonly page: Page,
    name: string,
  ) {
    this.detail = page.getByRole('region', { name: `Run ${name}`, exact: true })
    this.output = this.detail.getByRole('list', { name: 'Log' })
  }

  showReport(): Promise<void> {
    return test.step('show the report', async () => {
      await this.detail.getByRole('tab', { name: 'Report' }).click()
    })
  }

  press(button: string): Promise<void> {
    return test.step(button, async () => {
      await this.detail.getByRole('button', { name: button, exact: true }).click()
    })
  }

  /** Stop or remove, through the dialog that names the container. */
  async act(button: 'Stop' | 'Remove', name: string): Promise<void> {
    await test.step(`${button} ${name}`, async () => {
      await this.press(button === 'Stop' ? 'Stop' : 'Remove…')
      const dialog = this.page.getByRole('dialog', { name: `${button} the container ${name}` })
      await dialog.getByRole('button', { name: button, exact: true }).click()
      await expect(dialog).toBeHidden()
    })
  }
}
