import { type Page, test } from 'playwright/test'

/** As a person lets files go over the window: Chromium itself makes the event, so that it is trusted and has paths. */
export async function dropFiles(page: Page, ...files: readonly string[]): Promise<void> {
  await test.step(`drop ${files.length} files`, async () => {
    const cdp = await page.context().newCDPSession(page)
    const data = { items: [], files: [...files], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
    }
    await cdp.detach()
  })
}
