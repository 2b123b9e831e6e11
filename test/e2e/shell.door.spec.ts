import { calls } from '@shared/contract'
import { appErrorCodes } from '@shared/errors'
import { expect, test } from './fixtures'
import { allCalls, allRejected, callEverything } from './support/channels'
import { bugsIn, mainLog } from './support/mainLog'
import { callWithEach, wrongInputs } from './support/wrongInputs'

test.use({ engine: 'none' })

const isFull = process.env['STRATA_FULL'] === '1'
const perCall = isFull ? 1_000 : 50
/** Of four that are large; one a call says the same of the door, in turns. */
const largePerCall = isFull ? 4 : 1

test.describe('a sender that is not our page', () => {
  test.use({ oneApp: true })
  const elsewhere = [
    ['a second window on our own page', 'app://strata/index.html'],
    ['a second window on a data: document', 'data:text/html,<title>x</title>'],
    ['a second window on about:blank', 'about:blank'],
  ] as const
  for (const [who, url] of elsewhere) {
    test(`is not served: ${who}`, async ({ strata }) => {
      const outcomes = await strata.electron.evaluate(
        async ({ BrowserWindow, app }, { address, script }): Promise<unknown> => {
          const window = new BrowserWindow({
            show: false,
            webPreferences: { preload: `${app.getAppPath()}/out/preload/preload.cjs`, sandbox: true },
          })
          await window.loadURL(address)
          const answer: unknown = await window.webContents.executeJavaScript(script)
          window.destroy()
          return answer
        },
        { address: url, script: callEverything },
      )
      expect(outcomes).toEqual(allRejected)
      expect(
        mainLog(strata.userData).some(({ message }) => message.startsWith('refused images:remove')),
      ).toBe(true)
    })
  }

  test('is not served: a foreign document in our own window', async ({ strata }) => {
    // A page that is still on its way would break off the foreign one.
    await strata.page.waitForLoadState()
    const outcomes = await strata.electron.evaluate(async ({ BrowserWindow }, script): Promise<unknown> => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      await contents?.loadURL('data:text/html,<title>x</title>')
      const answer: unknown = await contents?.executeJavaScript(script)
      return answer
    }, callEverything)
    expect(outcomes).toEqual(allRejected)
  })

  test('is not served: a frame inside a window, which has the bridge', async ({ strata }) => {
    const outcomes = await strata.electron.evaluate(
      async ({ BrowserWindow, app }, script): Promise<unknown> => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: {
            preload: `${app.getAppPath()}/out/preload/preload.cjs`,
            sandbox: true,
            nodeIntegrationInSubFrames: true,
          },
        })
        // Our guards would not even let the frame load; here the door behind them is what is tried.
        window.webContents.removeAllListeners('will-frame-navigate')
        const frames = '<iframe src="data:text/html,x"></iframe>'
        await window.loadURL(`data:text/html,${frames}`)
        const answers = await Promise.all(
          window.webContents.mainFrame.frames.map(
            async (frame): Promise<unknown> => await frame.executeJavaScript(script),
          ),
        )
        window.destroy()
        return answers
      },
      callEverything,
    )
    expect(outcomes).toEqual([allRejected])
  })

  test('does not come to be: frames inside our page get no bridge', async ({ page }) => {
    const bridged = await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      return frame.contentWindow !== null && 'strata' in frame.contentWindow
    })
    expect(bridged).toBe(false)
  })
})

test(`wrong inputs: ${perCall} to each call, each is answered with a code`, async ({ strata }) => {
  test.setTimeout(isFull ? 1_800_000 : 240_000)
  await strata.electron.evaluate(({ dialog }) => {
    dialog.showSaveDialog = async () => ({ canceled: true, filePath: '' })
    dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] })
  })
  const codes: ReadonlySet<string> = new Set(appErrorCodes)
  const tally = new Map<string, number>()
  const odd: string[] = []
  for (const [index, name] of allCalls.entries()) {
    const recipes = wrongInputs(20_260_101 + index, perCall, largePerCall)
    const outcomes = await strata.page.evaluate(callWithEach, { name, recipes })
    expect(outcomes).toHaveLength(recipes.length)
    for (const [n, outcome] of outcomes.entries()) {
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
      const expected = outcome === 'ok' || outcome === 'not sendable' || codes.has(outcome)
      if (!expected || outcome === 'INTERNAL')
        odd.push(`${name} #${n} ${JSON.stringify(recipes[n]).slice(0, 200)}: ${outcome}`)
    }
  }
  console.log(`      ${[...tally].map(([outcome, count]) => `${outcome} ${count}`).join(', ')}`)
  expect(odd).toEqual([])
  expect(tally.get('INPUT_INVALID') ?? 0).toBeGreaterThan((allCalls.length * perCall) / 2)
  expect(bugsIn(strata.userData)).toEqual([])
  const clean = await strata.electron.evaluate(() => 'polluted' in {})
  expect(clean).toBe(false)
  expect(await strata.page.evaluate(async () => await window.strata.settings.get())).toMatchObject({
    ok: true,
  })
})

test('every call has a schema that refuses what it does not know', () => {
  const lax = Object.entries(calls).flatMap(([domain, actions]) =>
    Object.entries(actions)
      .filter(([, { input }]) => input.safeParse({ nobodyKnowsThis: 1 }).success)
      .map(([action]) => `${domain}:${action}`),
  )
  expect(lax).toEqual([])
})
