import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Header, type Pack, pack } from 'tar-stream'
import type { ContextEntry } from '../../ports/buildEngine'
import { createIgnoreMatcher } from './ignoreMatcher'
import type { OpenContext } from './openContext'
import { readEntry } from './readEntry'
import { walk } from './walk'

export type PackedContext = {
  /** Destroying it stops the walk and closes every file. */
  readonly tar: Readable
  /** Path of the Dockerfile inside of the tar. */
  readonly dockerfile: string
}

/**
 * The context as one tar, for engines that can't ask for files. What the rules leave out stays out, but for the
 * Dockerfile and the .dockerignore: the classic builder reads both and then drops them itself where the rules say so.
 * A Dockerfile from outside gets a name of its own, which the .dockerignore in the tar leaves out of COPY, as Docker does.
 * @param sent called with all bytes of files packed so far
 */
export function packContext(
  context: OpenContext,
  { signal, sent }: { readonly signal: AbortSignal; readonly sent?: (bytes: number) => void },
): PackedContext {
  const tar = pack({ highWaterMark: 1_048_576 })
  // Whoever reads it hears of a failure; when nobody does any more, it is nobody's.
  tar.on('error', () => {})
  const { dockerfile } = context
  const name = dockerfile.inContext ?? outsideName(dockerfile.bytes)
  const fill = async () => {
    if (dockerfile.inContext === undefined) await writeOutside(tar, context, name)
    await writeEntries(tar, context, signal, sent)
    tar.finalize()
  }
  fill().catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))))
  return { tar: Readable.from(tar, { objectMode: false, highWaterMark: 1_048_576 }), dockerfile: name }
}

/** Of its content and not random, so that the same build is found in the cache again. */
function outsideName(bytes: Buffer): string {
  return `.dockerfile.${createHash('sha256').update(bytes).digest('hex').slice(0, 20)}`
}

async function writeOutside(tar: Pack, context: OpenContext, name: string): Promise<void> {
  const rules =
    context.ignore.file === undefined ? ['.dockerignore'] : context.ignore.patterns.map(({ text }) => text)
  await writeWhole(tar, name, context.dockerfile.bytes)
  await writeWhole(tar, '.dockerignore', Buffer.from(`${rules.join('\n')}\n${name}\n`))
}

async function writeEntries(
  tar: Pack,
  context: OpenContext,
  signal: AbortSignal,
  sent: ((bytes: number) => void) | undefined,
): Promise<void> {
  const matcher = createIgnoreMatcher([
    ...context.ignore.patterns.map(({ text }) => text),
    ...keptAnyway(context),
  ])
  let total = 0
  for await (const step of walk(context.root, { matcher, signal })) {
    if (step.type !== 'entry') continue
    if (step.entry.path === '.dockerignore' && context.dockerfile.inContext === undefined) continue
    await writeEntry(tar, context.root, step.entry, signal, (bytes) => {
      total += bytes
      sent?.(total)
    })
  }
}

/** docker/cli, TrimBuildFilesFromExcludes. */
function keptAnyway({ dockerfile }: OpenContext): readonly string[] {
  const inContext = dockerfile.inContext?.replace(/[*?[\\]/g, '\\$&')
  return ['!.dockerignore', ...(inContext === undefined ? [] : [`!${inContext}`])]
}

async function writeEntry(
  tar: Pack,
  root: string,
  entry: ContextEntry,
  signal: AbortSignal,
  count: (bytes: number) => void,
): Promise<void> {
  const header = headerOf(entry)
  if (header.type !== 'file') {
    await new Promise<void>((resolve, reject) => {
      quiet(tar.entry(header, (error) => (error ? reject(error) : resolve())))
    })
    return
  }
  let failed: (error: Error) => void = () => {}
  let finished: () => void = () => {}
  const ended = new Promise<void>((resolve, reject) => {
    finished = resolve
    failed = reject
  })
  const sink = quiet(tar.entry(header, (error) => (error ? failed(error) : finished())))
  ended.catch(() => {})
  for await (const chunk of readEntry(root, entry, signal)) {
    if (!sink.write(chunk)) await drained(sink)
    if (sink.destroyed) break
    count(chunk.length)
  }
  sink.end(null)
  await ended
}

/** An entry of a tar that was destroyed fails too; its callback has said so already. */
function quiet(sink: ReturnType<Pack['entry']>): ReturnType<Pack['entry']> {
  sink.on('error', () => {})
  return sink
}

/** Resolves too when the tar was destroyed: the next write then says why. */
function drained(sink: ReturnType<Pack['entry']>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      sink.off('drain', done)
      sink.off('close', done)
      resolve()
    }
    sink.on('drain', done)
    sink.on('close', done)
  })
}

function headerOf(entry: ContextEntry): Partial<Header> & Pick<Header, 'name' | 'type'> {
  const common = { name: entry.path, mode: entry.mode, mtime: new Date(entry.modifiedMs), uid: 0, gid: 0 }
  if (entry.kind === 'folder') return { ...common, type: 'directory' }
  if (entry.kind === 'link') return { ...common, type: 'symlink', linkname: entry.target ?? '' }
  if (entry.hardLinkTo !== undefined) return { ...common, type: 'link', linkname: entry.hardLinkTo }
  return { ...common, type: 'file', size: entry.size }
}

async function writeWhole(tar: Pack, name: string, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    tar.entry(
      { name, mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), size: bytes.length },
      bytes,
      (error) => (error ? reject(error) : resolve()),
    )
  })
}
