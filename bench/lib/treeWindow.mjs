// The tree of layers in the real window: from a key or a click on another layer until its rows are painted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from './app.mjs'
import { answerDialogs } from './dialogs.mjs'
import { writeLayersArchive } from './layersArchive.mjs'

/** Opens an archive of these layers in a window without an engine, reads it, and opens all its folders. */
export async function withTreeWindow(layers, work) {
  const scratch = mkdtempSync(join(tmpdir(), 'strata-bench-tree-'))
  const path = join(scratch, 'layers.tar')
  writeLayersArchive(path, layers)
  const started = await startApp('.', { host: `unix://${join(scratch, 'none.sock')}` })
  const { app, page } = started
  try {
    await answerDialogs(app, path)
    await page.getByRole('button', { name: 'Look inside', exact: true }).click()
    await page.getByRole('button', { name: 'Open an archive…' }).click()
    await page.getByRole('button', { name: 'Read the layers' }).click()
    await page.getByRole('treegrid').waitFor({ timeout: 300_000 })
    await rowsShown(page)
    return await work(started)
  } finally {
    await started.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function rowsShown(page) {
  await page.waitForFunction(() => {
    const tree = document.querySelector('[role=treegrid][aria-busy=false]')
    return tree?.querySelector('[role=row][aria-level]') !== null
  })
}

/** From the click until the first rows of all folders opened are painted. ms */
export async function timeOpenAll(page, wanted) {
  await page.evaluate(watchRows, { attribute: 'aria-rowcount', atLeast: wanted })
  await page.getByRole('button', { name: 'Open all folders' }).click()
  return await page.evaluate(() => window.painted)
}

/**
 * Goes from layer to layer, each time after a short rest as of someone who looks, and tells of each step how long it took until
 * the rows were in the page and until they were painted. Rows seen twice must be the same, and those of two layers differ.
 * @param {'keys' | 'clicks'} by @param {readonly number[]} path positions, one after the other
 */
export async function timeSwitches(page, { by, mode, path, count, seen }) {
  await page
    .getByRole('button', { name: mode === 'stack' ? 'Stack up to here' : 'Changes of this layer' })
    .click()
  const list = page.getByRole('listbox', { name: 'Layers, the newest on top' })
  await list.focus()
  await page.keyboard.press('End')
  await page.waitForTimeout(1_000)
  const times = []
  let at = 0
  for (const [step, layer] of path.entries()) {
    const label = mode === 'stack' ? `Files of the layers 1 to ${layer + 1}` : `Changes of layer ${layer + 1}`
    await page.evaluate(watchRows, { attribute: 'aria-label', label })
    if (by === 'clicks') await list.getByRole('option', { name: `Layer ${layer + 1} of ${count}` }).click()
    else await page.keyboard.press(layer > at ? 'ArrowUp' : 'ArrowDown')
    const { text, ...time } = await page.evaluate(() => window.painted)
    times.push(time)
    const key = `${mode} ${layer}`
    if (seen.has(key) && seen.get(key) !== text) throw new Error(`other rows than before: ${key}`)
    seen.set(key, text)
    at = layer
    // Not in step with the frames.
    await page.waitForTimeout(150 + ((step * 37) % 100))
  }
  return times
}

/** Runs in the page: `window.painted` comes when the rows that the label or the count tells of are painted. */
function watchRows({ attribute, label, atLeast }) {
  const tree = document.querySelector('[role=treegrid]')
  window.painted = new Promise((resolve) => {
    let start
    const began = (event) => {
      start ??= event.timeStamp
    }
    for (const type of ['keydown', 'mouseup'])
      window.addEventListener(type, began, { capture: true, once: true })
    const there = () =>
      label === undefined
        ? Number(tree.getAttribute('aria-rowcount')) > atLeast
        : tree.getAttribute('aria-label') === label
    const observer = new MutationObserver(() => {
      if (start === undefined || !there() || tree.getAttribute('aria-busy') !== 'false') return
      observer.disconnect()
      const rows = performance.now() - start
      // The frame that holds the rows; a message sent from it comes after it is painted.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () =>
          resolve({ rows, painted: performance.now() - start, text: tree.textContent ?? '' })
        port2.postMessage(0)
      })
    })
    observer.observe(tree, { attributes: true, attributeFilter: [attribute, 'aria-busy'] })
  })
}
