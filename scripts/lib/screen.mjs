import { spawn } from 'node:child_process'

/** @typedef {{ display: string, close(): void }} Screen */

/** The shell waits on a pipe from this process, so that Xvfb ends with it in whatever way it ends. */
const HELD = 'Xvfb "$@" & pid=$!; exec 3>&-; cat >/dev/null; kill $pid; wait $pid'

/**
 * A screen that nobody sees. Xvfb picks a free number itself and tells it on a pipe, so runs side by side never meet.
 * @returns {Promise<Screen>}
 */
export async function virtualScreen() {
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-dpi', '96']
  const child = spawn('sh', ['-c', HELD, 'sh', ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
  const [stdin, , , pipe] = child.stdio
  const display = await new Promise((resolve, reject) => {
    child.once('error', reject)
    pipe?.once('data', (chunk) => resolve(`:${String(chunk).trim()}`))
    pipe?.once('end', () => reject(new Error('Xvfb does not start (packages xvfb and xauth)')))
  })
  child.unref()
  return { display, close: () => void stdin?.destroy() }
}
