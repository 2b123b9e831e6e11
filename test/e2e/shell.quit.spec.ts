import { expect, test } from './fixtures'
import type { RunningApp } from './support/launch'

/** Makes the native question answer itself, and remembers what it said. Button 0 keeps running, 1 quits. */
async function answerQuitWith({ electron }: RunningApp, response: 0 | 1): Promise<void> {
  await electron.evaluate(({ dialog }, button) => {
    const asked: unknown[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = async (...args: unknown[]) => {
      asked.push(args.at(-1))
      return { response: button, checkboxChecked: false }
    }
  }, response)
}

test('quitting while a removal waits asks first, says what would happen, and leaves the image', async ({
  strata,
  docker,
}) => {
  const tag = `strata-quit:${process.pid}`
  // An image out of nothing: it needs no registry.
  await docker('import', '--change', 'LABEL made=for-this-test', '/dev/null', tag)
  try {
    const jobId = await startRemoval(strata, tag)
    await answerQuitWith(strata, 0)
    await strata.electron.evaluate(({ app }) => app.quit())
    await expect.poll(async () => await askedSoFar(strata)).toHaveLength(1)
    const [question] = await askedSoFar(strata)
    expect(question).toMatchObject({
      message: 'A job has not finished.',
      detail: expect.stringContaining('nothing of it is touched'),
      defaultId: 0,
      cancelId: 0,
    })
    const jobs = await strata.page.evaluate(async () => await window.strata.jobs.list())
    expect(jobs).toMatchObject({ ok: true, value: [{ id: jobId, state: { type: 'running' } }] })

    await answerQuitWith(strata, 1)
    const gone = new Promise((resolve) => strata.electron.process().once('exit', resolve))
    await strata.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    expect(await gone).toBe(0)
    expect(await docker('images', '-q', tag)).not.toBe('')
  } finally {
    await docker('rmi', tag)
  }
})

test('quitting with nothing at work asks nothing', async ({ strata }) => {
  await answerQuitWith(strata, 0)
  const gone = new Promise((resolve) => strata.electron.process().once('exit', resolve))
  await strata.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  expect(await gone).toBe(0)
})

async function startRemoval({ page }: RunningApp, tag: string): Promise<string> {
  await expect
    .poll(async () => await page.evaluate(async () => (await window.strata.engine.status()).ok))
    .toBe(true)
  const started = async () =>
    await page.evaluate(async (reference) => {
      const found = await window.strata.images.inspect({ image: reference })
      if (!found.ok) return found.error.code
      const target = { type: 'reference', reference, imageId: found.value.id } as const
      const answer = await window.strata.images.remove({
        steps: [{ target, force: false, expected: 'deleted' }],
        undoSeconds: 120,
      })
      return answer.ok ? answer.value.jobId : answer.error.code
    }, tag)
  let jobId = ''
  await expect
    .poll(
      async () => {
        jobId = await started()
        return jobId
      },
      { timeout: 20_000 },
    )
    .toMatch(/^job-/)
  return jobId
}

async function askedSoFar({ electron }: RunningApp): Promise<readonly unknown[]> {
  return JSON.parse(await electron.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'asked') ?? [])))
}
