import { expect, type Locator, type Page, test } from 'playwright/test'

/** The foot of the window. */
export class ActivityBar {
  readonly bar: Locator
  readonly undoButton: Locator
  readonly nowButton: Locator

  constructor(private readonly page: Page) {
    this.bar = page.getByRole('region', { name: 'Activity', exact: true })
    this.undoButton = this.bar.getByRole('button', { name: 'Undo' })
    this.nowButton = this.bar.getByRole('button', { name: 'Run now' })
  }

  undo(): Promise<void> {
    return test.step('undo', async () => {
      await this.undoButton.click()
    })
  }

  runNow(): Promise<void> {
    return test.step('do not wait', async () => {
      await this.nowButton.click()
    })
  }

  openReport(): Promise<ActivityPage> {
    return test.step('open the report', async () => {
      await this.bar.getByRole('button', { name: 'Report' }).click()
      return new ActivityPage(this.page)
    })
  }
}

export class ActivityPage {
  readonly jobs: Locator
  readonly report: Locator
  readonly log: Locator

  constructor(private readonly page: Page) {
    this.jobs = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem')
    this.report = page.getByRole('list', { name: 'What became of each image' })
    this.log = page.getByRole('list', { name: 'Log' })
  }

  static open(page: Page): Promise<ActivityPage> {
    return test.step('go to Activity', async () => {
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /^Activity/ })
        .click()
      await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()
      return new ActivityPage(page)
    })
  }

  detail(title: string): Locator {
    return this.page.getByRole('region', { name: title })
  }

  line(kind: string, text: string): Locator {
    return this.report.getByRole('listitem').filter({ hasText: kind }).filter({ hasText: text })
  }

  showLog(): Promise<void> {
    return test.step('show the log', async () => {
      await this.page.getByRole('tab', { name: 'Log' }).click()
    })
  }

  dismissEnded(): Promise<void> {
    return test.step('dismiss what ended', async () => {
      await this.page.getByRole('button', { name: 'Dismiss ended' }).click()
    })
  }
}
