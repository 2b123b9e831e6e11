import { expect, type Locator, type Page } from 'playwright/test'

type Place = 'Images' | 'Compare' | 'Builds' | 'Search' | 'Disk' | 'Clean up' | 'Activity' | 'Settings'

/** What is around every page: the engine, the places, the palette. */
export class Frame {
  readonly engine: Locator
  readonly banner: Locator
  readonly palette: Palette
  readonly engines: EnginePicker

  constructor(private readonly page: Page) {
    this.engine = page.getByRole('button', { name: /^Engine: / })
    this.banner = page.getByRole('region', { name: 'Docker Engine' })
    this.palette = new Palette(page)
    this.engines = new EnginePicker(page)
  }

  place(name: Place): Locator {
    return this.page.getByRole('navigation', { name: 'Places' }).getByRole('button', { name })
  }

  async goTo(name: Place): Promise<void> {
    await this.place(name).click()
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible()
  }

  /** A short word about something that was done. */
  toast(text: string | RegExp): Locator {
    return this.page.getByRole('region', { name: 'Notifications' }).getByText(text)
  }

  async setTheme(theme: 'Dark theme' | 'Light theme'): Promise<void> {
    await this.palette.run(theme)
    const name = theme === 'Dark theme' ? 'dark' : 'light'
    await expect(this.page.locator('html')).toHaveAttribute('data-theme', name)
  }
}

class Palette {
  readonly dialog: Locator
  readonly field: Locator

  constructor(private readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Command palette' })
    this.field = this.dialog.getByRole('combobox')
  }

  async open(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k')
    await expect(this.field).toBeFocused()
  }

  option(name: string | RegExp): Locator {
    return this.dialog.getByRole('option', { name })
  }

  /** Types the words and takes the first answer. */
  async run(words: string): Promise<void> {
    await this.open()
    await this.field.fill(words)
    await expect(this.option(words).first()).toBeVisible()
    await this.page.keyboard.press('Enter')
    await expect(this.dialog).toBeHidden()
  }
}

class EnginePicker {
  readonly dialog: Locator
  readonly address: Locator

  constructor(page: Page) {
    this.dialog = page.getByRole('dialog', { name: 'Choose an engine' })
    this.address = this.dialog.getByLabel('Another address')
  }

  async connect(address: string): Promise<void> {
    await this.address.fill(address)
    await this.dialog.getByRole('button', { name: 'Connect', exact: true }).click()
  }
}
