import { expect, type Locator, type Page, test } from 'playwright/test'

export type DetailsTab = 'Overview' | 'Layers' | 'Files' | 'History' | 'Raw'

/** The list as far as the stories of the details need it: find a row, open it. */
export class ImageRows {
  readonly grid: Locator
  constructor(private readonly page: Page) {
    this.grid = page.getByRole('grid', { name: 'Images' })
  }

  row(text: string | RegExp): Locator {
    return this.grid.getByRole('row').filter({ hasText: text })
  }

  search(text: string): Promise<void> {
    return test.step(`search for ${text}`, async () => {
      await this.page.getByRole('searchbox', { name: 'Search images' }).fill(text)
    })
  }

  /** By keyboard, as one does: a click puts the cursor there, Enter opens. */
  open(text: string | RegExp): Promise<DetailsPanel> {
    return test.step(`open ${text}`, async () => {
      await this.row(text).first().click()
      await this.page.keyboard.press('Enter')
      const panel = new DetailsPanel(this.page)
      await expect(panel.panel).toBeVisible()
      return panel
    })
  }

  check(name: string): Promise<void> {
    return test.step(`tick ${name}`, async () => {
      const box = this.grid.getByRole('checkbox', { name: `Select ${name}`, exact: true })
      // The whole cell takes the click, for a bigger target.
      await box.click({ force: true })
      await expect(box).toBeChecked()
    })
  }
}

export class DetailsPanel {
  readonly panel: Locator
  readonly heading: Locator
  readonly steps: Locator
  readonly step: Locator
  readonly layers: Locator
  readonly layer: Locator
  readonly json: Locator
  readonly pathField: Locator
  readonly searchField: Locator
  readonly command: Locator

  constructor(readonly page: Page) {
    this.panel = page.getByRole('complementary', { name: 'Details of the image' })
    this.heading = this.panel.getByRole('heading', { level: 2 })
    this.steps = this.panel.getByRole('listbox', { name: 'History of the image' })
    this.step = this.panel.getByRole('region', { name: 'Step' })
    this.layers = this.panel.getByRole('listbox', { name: /Layers of the image/ })
    this.layer = this.panel.getByRole('region', { name: 'Layer', exact: true })
    this.json = this.panel.getByRole('region', { name: 'Answer of docker image inspect' })
    this.pathField = this.panel.getByRole('textbox', { name: 'Path' })
    this.searchField = this.panel.getByRole('textbox', { name: 'Search in JSON' })
    this.command = this.panel.getByLabel('The same in a terminal')
  }

  show(tab: DetailsTab): Promise<void> {
    return test.step(`show ${tab}`, async () => {
      await this.panel.getByRole('tab', { name: tab }).click()
    })
  }

  section(name: string): Locator {
    return this.panel.getByRole('region', { name, exact: true })
  }

  untag(reference: string): Promise<void> {
    return test.step(`ask to untag ${reference}`, async () => {
      await this.panel.getByRole('button', { name: `Untag ${reference}…` }).click()
    })
  }

  pick(path: string): Promise<void> {
    return test.step(`pick ${path}`, async () => {
      await this.pathField.fill(path)
      await this.pathField.press('Enter')
    })
  }

  close(): Promise<void> {
    return test.step('close the details by Esc', async () => {
      await this.panel.getByRole('tab').first().focus()
      await this.page.keyboard.press('Escape')
      await expect(this.panel).toBeHidden()
    })
  }
}
