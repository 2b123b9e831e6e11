import { randomBytes } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'

/** Which files and folders are half written right now, so that a killed app can take them away at its next start. */
export type PartRecords = {
  /**
   * Answers what forgets it again. A record that can't be written costs the record, never the work. A slash at the end tells that
   * it is a folder, which goes with all that is in it.
   */
  remember(part: string): Promise<() => Promise<void>>
  /** Takes away what an earlier run left; answers how many. Before any `remember`. */
  clean(): Promise<number>
}

/** What openPartFile makes, and nothing else, is ever taken away. */
const ownName = /[^/\\]\.[0-9a-f]{12}\.part\/?$/
const maxRecords = 1_000
const maxPathBytes = 32_767

/** One small file a record in a folder of the app's data, which only one running app uses. */
export function createPartRecords(folder: string): PartRecords {
  return {
    async remember(part) {
      const record = join(folder, `${randomBytes(9).toString('hex')}.txt`)
      await mkdir(folder, { recursive: true })
        .then(async () => await writeFile(record, part, { flag: 'wx', mode: 0o600 }))
        .catch(() => undefined)
      return async () => {
        await rm(record, { force: true }).catch(() => undefined)
      }
    },
    async clean() {
      const records = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.txt'))
      let cleaned = 0
      for (const name of records.slice(0, maxRecords)) {
        if (await cleanOne(join(folder, name)).catch(() => false)) cleaned += 1
      }
      return cleaned
    },
  }
}

async function cleanOne(record: string): Promise<boolean> {
  const part = await readFile(record, 'utf8')
  const isOurs = part.length <= maxPathBytes && isAbsolute(part) && ownName.test(part)
  const facts = isOurs ? await lstat(part).catch(() => undefined) : undefined
  const isPart = part.endsWith('/') ? facts?.isDirectory() === true : facts?.isFile() === true
  if (isPart) await rm(part, { recursive: true })
  // A disk that is not there now may come back with the file on it.
  else if (isOurs && (await lstat(dirname(part)).catch(() => undefined)) === undefined) return false
  await rm(record, { force: true })
  return isPart
}
