import { expect, type Page, test } from 'playwright/test'

/**
 * Drops files as the system would: trusted events with paths. The window says what it will do before it is let go. The
 * debugger may let go before the page has answered what it takes, which is a drag that came to nothing: then once more.
 */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  await test.step('drop on the window', async () => {
    const cdp = await page.context().newCDPSession(page)
    const send = async (type: 'dragEnter' | 'dragOver' | 'drop') => {
      const data = { items: [], files: [...files], dragOperationsMask: 1 }
      await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
    }
    await page.evaluate(() => {
      const stop = window.strata.files.onDropped(() => {
        document.documentElement.dataset['dropped'] = 'yes'
        stop()
      })
    })
    const html = page.locator('html[data-dropped=yes]')
    await expect(async () => {
      await send('dragEnter')
      await send('dragOver')
      await expect(page.getByText('Let go to open it')).toBeVisible({ timeout: 2_000 })
      await send('dragOver')
      await send('drop')
      await expect(html).toHaveCount(1, { timeout: 3_000 })
    }).toPass()
    await page.evaluate(() => delete document.documentElement.dataset['dropped'])
    await cdp.detach()
  })
}
