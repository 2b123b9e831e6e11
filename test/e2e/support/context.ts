import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Text by path; `{ program: true }` is the static busybox. */
export type ContextFiles = Readonly<Record<string, string | { readonly program: true }>>

/** Makes a folder to build from; answers with its path. */
export function writeContext(root: string, files: ContextFiles, busybox: string | undefined): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    if (typeof content === 'string') writeFileSync(join(root, path), content)
    else copyFileSync(busybox ?? '', join(root, path))
  }
  return root
}
