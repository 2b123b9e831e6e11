import { existsSync, type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** First tries come fast; the last wait repeats. All in ms. */
const quick = [100, 250, 500, 1000, 2000]
/** What a person has to change first is looked at rarely. */
const rare = [2000, 5000, 10_000]

export type Patience = 'quick' | 'rare'

/**
 * Waits until a new try makes sense: the time is over, something happened at the socket's path, or `wake` was aborted.
 * Only while an engine is lost; a connected one is never asked.
 */
export async function comeBack(options: {
  readonly attempt: number
  readonly patience: Patience
  readonly socketPath?: string
  readonly wake: AbortSignal
}): Promise<void> {
  const { attempt, patience, socketPath, wake } = options
  const waits = patience === 'quick' ? quick : rare
  const ms = waits[Math.min(attempt, waits.length - 1)]
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      watcher?.close()
      wake.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    // A socket that is there but refuses changes nothing on disk until a new one takes its place.
    const watcher = socketPath === undefined ? undefined : watchFor(socketPath, done)
    wake.addEventListener('abort', done, { once: true })
    if (wake.aborted) done()
  })
}

/** The nearest folder that is there: the socket's own may be made only when the engine starts. */
function watchFor(path: string, changed: () => void): FSWatcher | undefined {
  let name = path
  while (!existsSync(dirname(name)) && dirname(name) !== name) name = dirname(name)
  try {
    const watcher = watch(dirname(name), { persistent: false }, (_, file) => {
      if (file === null || file === basename(name)) changed()
    })
    return watcher.on('error', () => watcher.close())
  } catch {
    // Not allowed to look, or out of watches: the waiting time alone decides.
    return undefined
  }
}
