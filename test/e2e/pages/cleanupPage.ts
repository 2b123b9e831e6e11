import { expect, type Locator, type Page, test } from 'playwright/test'
import { Frame } from './frame'

/** The plan of a cleanup and its rules. */
export class CleanupPage {
  readonly plan: Locator
  readonly lines: Locator
  readonly submitButton: Locator
  readonly totals: Locator

  constructor(private readonly page: Page) {
    this.plan = page.getByRole('region', { name: 'What the plan does' })
    this.lines = this.plan.getByRole('listitem')
    this.submitButton = page.getByRole('button', { name: 'Clean up', exact: true }).last()
    this.totals = this.plan.getByRole('status').filter({ hasText: /Frees|Nothing comes back/ })
  }

  static open(page: Page): Promise<CleanupPage> {
    return test.step('go to Clean up', async () => {
      await new Frame(page).goTo('Clean up')
      return new CleanupPage(page)
    })
  }

  preset(name: string): Promise<void> {
    return test.step(`preset ${name}`, async () => {
      const chip = this.page.getByRole('group', { name: 'What to clean' }).getByRole('button', { name })
      await chip.click()
      await expect(chip).toHaveAttribute('aria-pressed', 'true')
    })
  }

  /** A rule with its gap filled, which switches it on. */
  rule(name: RegExp, value: string): Promise<void> {
    return test.step(`rule ${name.source}: ${value}`, async () => {
      await this.page.getByRole('textbox', { name }).fill(value)
      await expect(this.page.getByRole('checkbox', { name })).toBeChecked()
    })
  }

  line(text: string): Locator {
    return this.lines.filter({ hasText: text })
  }

  tick(name: string): Locator {
    return this.plan.getByRole('checkbox', { name: `Clean up ${name}` })
  }

  run(): Promise<void> {
    return test.step('clean up', async () => {
      await this.submitButton.click()
    })
  }
}
