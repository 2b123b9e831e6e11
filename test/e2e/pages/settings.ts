import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Locator, type Page, test } from 'playwright/test'

export type Theme = 'As the system' | 'Light' | 'Dark'

export class SettingsPage {
  readonly undoField: Locator

  constructor(readonly page: Page) {
    this.undoField = page.getByRole('textbox', { name: 'Time to undo, in seconds' })
  }

  static open(page: Page): Promise<SettingsPage> {
    return test.step('go to Settings', async () => {
      await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
      await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
      return new SettingsPage(page)
    })
  }

  choose(value: Theme | 'Compact' | 'Comfortable'): Promise<void> {
    return test.step(`choose ${value}`, async () => {
      await this.page.getByRole('radio', { name: value }).check()
    })
  }

  setUndoSeconds(seconds: number): Promise<void> {
    return test.step(`${seconds} seconds to undo`, async () => {
      await this.undoField.fill(String(seconds))
      await expect(this.undoField).toHaveValue(String(seconds))
    })
  }
}

/** Sets the theme where the window is, as the settings page would. */
async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(`window.strata.settings.set({ theme: '${theme}' })`)
  await expect(page.locator(`html[data-theme=${theme}]`)).toHaveCount(1)
}

/** The rules of axe that look at colours; to all others the themes are one page. */
const colours = ['color-contrast', 'link-in-text-block']

/** Axe finds nothing serious or worse on what is on screen now, light and dark. */
export async function expectNothingSerious(page: Page, what: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await test.step(`axe looks at ${what}, ${theme}`, async () => {
      await setTheme(page, theme)
      const axe = new AxeBuilder({ page }).setLegacyMode()
      const { violations } = await (theme === 'light' ? axe.withRules(colours) : axe).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      const found = serious.map(({ id, nodes }) => ({
        id,
        targets: nodes.map((node) => `${node.target.flat().join(' ')} ${node.any[0]?.message ?? ''}`),
      }))
      expect(found, `${what}, ${theme}`).toEqual([])
    })
  }
}
