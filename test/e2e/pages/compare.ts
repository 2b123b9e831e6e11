import { expect, type Locator, type Page, test } from 'playwright/test'

/** Two images beside each other. */
export class ComparePage {
  readonly sum: Locator
  readonly tree: Locator
  readonly panel: Locator

  constructor(private readonly page: Page) {
    this.sum = page.getByRole('region', { name: 'The differences in short' })
    this.tree = page.getByRole('treegrid', { name: 'Files that differ' })
    this.panel = page.getByRole('tabpanel')
  }

  side(side: 'left' | 'right'): Locator {
    return this.page.getByRole('region', { name: `The image on the ${side}` })
  }

  chooseEngine(side: 'left' | 'right', reference: string): Promise<void> {
    return test.step(`${side}: ${reference}`, async () => {
      await this.page.getByRole('button', { name: `Choose the ${side} image` }).click()
      await this.page.getByRole('menuitem', { name: 'An image of the engine…' }).click()
      const dialog = this.page.getByRole('dialog', { name: 'Choose an image of the engine' })
      await dialog.getByRole('combobox', { name: 'Name, tag or ID' }).fill(reference)
      await dialog.getByRole('option', { name: reference }).first().click()
      await expect(dialog).toBeHidden()
    })
  }

  /** By the name in its registry, without a pull. */
  chooseRegistry(side: 'left' | 'right', reference: string): Promise<void> {
    return test.step(`${side}: ${reference}`, async () => {
      await this.page.getByRole('button', { name: `Choose the ${side} image` }).click()
      await this.page.getByRole('menuitem', { name: 'An image of a registry…' }).click()
      const dialog = this.page.getByRole('dialog', { name: 'Choose an image of a registry' })
      await dialog.getByRole('textbox', { name: 'Name of the image' }).fill(reference)
      await dialog.getByRole('button', { name: 'Choose', exact: true }).click()
      await expect(dialog).toBeHidden()
    })
  }

  async read(): Promise<void> {
    await this.page.getByRole('button', { name: 'Read and compare' }).click()
    await expect(this.sum).toBeVisible()
  }

  save(as: 'As text…' | 'As JSON…'): Promise<void> {
    return test.step(`save ${as}`, async () => {
      await this.page.getByRole('button', { name: 'Save the differences' }).click()
      await this.page.getByRole('menuitem', { name: as }).click()
    })
  }

  row(name: string | RegExp): Locator {
    return this.tree.getByRole('row').filter({ hasText: name })
  }

  /** By what it says: 'Moved a.svg to /app/b.svg'. */
  named(name: string): Locator {
    return this.tree.getByRole('row', { name })
  }

  async tab(name: RegExp): Promise<void> {
    await this.page.getByRole('tab', { name }).click()
  }
}
