/**
 * Starts a job through the window's own API, as a click does, and waits for its end as the page hears of it.
 * @param {import('playwright').Page} page
 * @param {string} call such as `transfers.pull`
 * @param {unknown} input
 * @returns {Promise<number>} ms from the call to the news of the end
 */
export async function jobTime(page, call, input) {
  return await page.evaluate(
    async ({ call: wanted, input: asked }) => {
      const { strata } = window
      /** @type {Map<string, string>} */
      const ended = new Map()
      let look = () => {}
      const stop = strata.jobs.onChanged(({ updated }) => {
        for (const { id, state } of updated)
          if (state.type !== 'running') ended.set(id, JSON.stringify(state))
        look()
      })
      try {
        const start = performance.now()
        const [domain = '', action = ''] = wanted.split('.')
        const answer = await strata[domain][action](asked)
        if (!answer.ok) throw new Error(JSON.stringify(answer.error))
        const { jobId } = answer.value
        await new Promise((resolve) => {
          look = () => ended.has(jobId) && resolve(undefined)
          look()
        })
        const ms = performance.now() - start
        const state = ended.get(jobId) ?? ''
        if (!state.startsWith('{"type":"succeeded"')) throw new Error(`${wanted}: ${state}`)
        return ms
      } finally {
        stop()
      }
    },
    { call, input },
  )
}
