import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContextWeight, SkippedEntry } from '@shared/domain/build'
import { harmless } from '@shared/text'
import type { ContextEntry } from '../../ports/buildEngine'
import { createIgnoreMatcher } from './ignoreMatcher'
import type { OpenContext } from './openContext'
import { unreadable, walk } from './walk'

const maxBiggest = 10
const maxSkipped = 100

/**
 * What building this context could send, and what the rules keep back. Reads no file, but asks whether each can be read.
 * @throws AppFailure CONTEXT_UNREADABLE, CONTEXT_PATH_INVALID, CONTEXT_TOO_MANY_FILES; the signal's reason
 */
export async function weighContext(
  context: OpenContext,
  { signal }: { readonly signal: AbortSignal },
): Promise<ContextWeight> {
  const { patterns, file } = context.ignore
  const matcher = createIgnoreMatcher(patterns.map(({ text }) => text))
  const counts = { file: 0, folder: 0, link: 0, bytes: 0 }
  const folders = new Map<string, { bytes: number; files: number }>()
  const dropped = new Map<number, number>()
  const skipped: SkippedEntry[] = []
  let skippedTotal = 0
  let unchecked: ContextEntry[] = []
  for await (const step of walk(context.root, { matcher, signal })) {
    if (step.type === 'ignored') {
      dropped.set(step.rule, (dropped.get(step.rule) ?? 0) + 1)
    } else if (step.type === 'skipped') {
      skippedTotal += 1
      if (skipped.length < maxSkipped) skipped.push({ path: harmless(step.path), why: step.why })
    } else {
      counts[step.entry.kind] += 1
      if (step.entry.kind !== 'file') continue
      if (step.entry.hardLinkTo === undefined) counts.bytes += step.entry.size
      addToFolder(folders, step.entry)
      unchecked.push(step.entry)
      if (unchecked.length === 64) {
        await checkReadable(context.root, unchecked)
        unchecked = []
      }
    }
  }
  await checkReadable(context.root, unchecked)
  const biggest = [...folders]
    .map(([path, sums]) => ({ path: harmless(path), ...sums }))
    .sort((a, b) => b.bytes - a.bytes || b.files - a.files)
    .slice(0, maxBiggest)
  const ignored = [...dropped]
    .sort(([a], [b]) => a - b)
    .map(([rule, entries]) => ({
      rule: harmless(patterns[rule]?.text ?? ''),
      line: patterns[rule]?.line ?? 0,
      entries,
    }))
  return {
    files: counts.file,
    folders: counts.folder,
    links: counts.link,
    bytes: counts.bytes,
    biggest,
    ignored,
    skipped,
    skippedTotal,
    ...(file === undefined ? {} : { ignoreFile: harmless(file) }),
  }
}

/** By the folder directly in the context, which is what a person would leave out. */
function addToFolder(
  folders: Map<string, { bytes: number; files: number }>,
  { path, size }: ContextEntry,
): void {
  const slash = path.indexOf('/')
  const top = slash === -1 ? '.' : path.slice(0, slash)
  const sums = folders.get(top) ?? { bytes: 0, files: 0 }
  sums.bytes += size
  sums.files += 1
  folders.set(top, sums)
}

async function checkReadable(root: string, entries: readonly ContextEntry[]): Promise<void> {
  await Promise.all(
    entries.map(async ({ path }) => {
      try {
        await access(join(root, path), constants.R_OK)
      } catch (error) {
        throw unreadable(path, error)
      }
    }),
  )
}
