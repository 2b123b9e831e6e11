import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isHarmless } from '@shared/text'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { BuildForm, BuildsPage } from './pages/builds'
import { expectNothingSerious } from './pages/settings'

/** What a RUN may print: markup, a title, a link, a cursor that moves, text that turns around, commands for a CI. */
const evil = [
  '<img src=x onerror=alert(1)>',
  '\\033]0;title\\007',
  '\\033]8;;https://evil.invalid\\033\\\\link\\033]8;;\\033\\\\',
  '\\033[2J\\033[31mred\\033[0m',
  '\\342\\200\\256gpj.exe',
  '##vso[task.setvariable variable=a]b',
  '\\n::set-output name=token::x\\n',
].join(' ')

test('hostile output of a build is text on the screen, in the clipboard and in a file', async ({
  page,
  strata,
  sandbox,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'strata-evil-'))
  try {
    copyFileSync(sandbox.busybox ?? '', join(folder, 'busybox'))
    const script = `/busybox seq 1 6000; printf '${evil}'; exit 3`
    const run = `RUN ["/busybox", "sh", "-c", ${JSON.stringify(script)}]`
    writeFileSync(join(folder, 'Dockerfile'), `FROM scratch\nCOPY busybox /busybox\n${run}\n`)
    const name = uniqueName('evil')
    const form = await BuildForm.drop(page, folder)
    await form.tags.fill(name)
    await form.form.getByRole('combobox', { name: 'Network of RUN steps' }).selectOption('None')
    await form.build()

    const detail = new BuildsPage(page).detail(`${name}:latest`)
    await expect(detail.getByRole('alert')).toContainText('exit code 3')
    await expect(detail.getByRole('alert')).toContainText('Line 3 of Dockerfile')
    // The step opened by itself, at its end; of 6,002 lines the newest are kept, and those in sight are there.
    const log = detail.getByRole('list', { name: /^Output of/ })
    await expect(log.getByText('::set-output name=token::x')).toBeVisible()
    await expect(log).toContainText('<img src=x onerror=alert(1)>')
    await expect(log).toContainText('⟨U+202E⟩gpj.exe')
    await expect(log.locator('.ansi-1')).toHaveText('red')
    expect(await detail.locator('img, a, script').count()).toBe(0)
    await expect(detail).toContainText(/[\d,]+ earlier lines were dropped/)
    expect(await log.getByRole('listitem').count()).toBeLessThan(200)
    await expectNothingSerious(page, 'the output of a failed build')

    await detail.getByRole('searchbox', { name: 'Search the output' }).fill('5999')
    await detail.getByRole('searchbox', { name: 'Search the output' }).press('Enter')
    await expect(log.locator('mark[data-current]')).toBeVisible()

    const path = join(folder, 'saved.txt')
    await strata.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    }, path)
    await detail.getByRole('button', { name: 'Save log' }).click()
    await expect(page.getByText('The log was saved.')).toBeVisible()
    await detail.getByRole('button', { name: 'Copy log' }).click()
    const copied = () => strata.electron.evaluate(({ clipboard }) => clipboard.readText())
    await expect.poll(copied).toContain('6000')
    for (const text of [readFileSync(path, 'utf8'), await copied()]) {
      expect(isHarmless(text.replaceAll(/[\n\t]/g, ''))).toBe(true)
      expect(text).not.toMatch(/##vso\[|^\s*::/m)
      expect(text).toContain('# #vso[task.setvariable variable=a]b')
      expect(text).toContain('<img src=x onerror=alert(1)>')
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
