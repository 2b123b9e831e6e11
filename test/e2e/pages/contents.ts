import { expect, type Locator, type Page, test } from 'playwright/test'

/** The page that looks inside an image. */
export class ContentsPage {
  readonly heading: Locator
  readonly layers: Locator
  readonly tree: Locator
  readonly search: Locator
  readonly file: Locator
  readonly read: Locator
  readonly waste: Locator
  readonly dockerfile: Locator

  constructor(private readonly page: Page) {
    const main = page.getByRole('main')
    this.heading = main.getByRole('heading', { level: 1 })
    this.layers = main.getByRole('listbox', { name: 'Layers, the newest on top' })
    this.tree = main.getByRole('treegrid')
    this.search = main.getByRole('searchbox', { name: 'Filter by name' })
    this.file = main.getByRole('region', { name: 'Chosen file' })
    this.read = main.getByRole('button', { name: 'Read the layers' })
    this.waste = main.getByRole('list', { name: 'What is wasted' })
    this.dockerfile = main.getByRole('list', { name: 'The history as a Dockerfile' })
  }

  layer(text: string | RegExp): Locator {
    return this.layers.getByRole('option').filter({ hasText: text })
  }

  /** By the beginning of its name; signs stand before it. */
  row(name: string): Locator {
    return this.tree.getByRole('row').filter({ hasText: name })
  }

  show(what: 'Stack up to here' | 'Changes of this layer'): Promise<void> {
    return test.step(what, async () => {
      await this.page.getByRole('button', { name: what }).click()
    })
  }

  filter(name: string): Promise<void> {
    return test.step(`filter by ${name}`, async () => {
      await this.search.fill(name)
      await expect(this.tree).toHaveAttribute('aria-busy', 'false')
    })
  }

  tab(name: 'Layers & files' | 'Waste' | 'Dockerfile' | 'About'): Promise<void> {
    return test.step(`show ${name}`, async () => {
      await this.page.getByRole('tab', { name, exact: true }).click()
    })
  }
}
