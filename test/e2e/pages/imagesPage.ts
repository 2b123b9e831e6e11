import { expect, type Locator, type Page } from 'playwright/test'

type Column =
  | 'Reference'
  | 'Created'
  | 'Unique'
  | 'Size'
  | 'Used by'
  | 'Status'
  | 'Last used'
  | 'Image ID'
  | 'Digest'
  | 'Platform'

export class ImagesPage {
  readonly grid: Locator
  readonly search: Locator
  readonly foot: Locator
  readonly details: Locator
  readonly menu: Locator

  constructor(private readonly page: Page) {
    this.grid = page.locator('[role=grid][aria-label=Images], [role=treegrid][aria-label=Images]')
    this.search = page.getByRole('searchbox', { name: 'Search images' })
    this.foot = page.getByText(/^\d[\d,]* (?:images?|selected|of \d[\d,]* images)$/)
    this.details = page.getByRole('complementary', { name: 'Details of the image' })
    this.menu = page.getByRole('menu')
  }

  /** The row that has this text in its reference, status or users. */
  row(text: string | RegExp): Locator {
    return this.grid.getByRole('row').filter({ hasText: text })
  }

  /** Rows in sight, without the header. */
  get rows(): Locator {
    return this.grid.locator('[role=row][data-index]')
  }

  action(name: 'Tag…' | 'Copy' | 'Remove…' | 'Prune dangling…' | 'Details'): Locator {
    return this.page.getByRole('main').getByRole('button', { name, exact: true }).first()
  }

  filter(name: 'In use' | 'Unused' | 'Dangling' | 'By digest'): Locator {
    return this.page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name })
  }

  async filterBy(kind: RegExp, value: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Filter', exact: true }).click()
    await this.menu.getByRole('menuitem', { name: kind }).click()
    await this.page.keyboard.type(value)
    await this.page.keyboard.press('Enter')
  }

  async clearFilters(): Promise<void> {
    await this.page.getByRole('button', { name: 'Clear filters' }).first().click()
  }

  async sortBy(column: Column): Promise<void> {
    await this.header(column).getByRole('button').click()
  }

  header(column: Column): Locator {
    return this.grid.getByRole('columnheader', { name: column, exact: true })
  }

  async showColumn(column: Column): Promise<void> {
    await this.page.getByRole('button', { name: 'Columns' }).click()
    await this.menu.getByRole('menuitemcheckbox', { name: column }).click()
    await this.page.keyboard.press('Escape')
    await expect(this.header(column)).toBeVisible()
  }

  async openMenu(row: Locator): Promise<void> {
    await row.click({ button: 'right' })
    await expect(this.menu).toBeVisible()
  }
}
