import { createHash } from 'node:crypto'
import { type Extract, extract } from 'tar-stream'
import { cleanPath, linkTarget } from '../../streams/tar/tarPaths'

/** What passed by of one file in an archive. */
export type ArchivedFile = {
  readonly size: number
  /** `sha256:<hex>` of its bytes. */
  readonly digest: string
  /** Parsed, where it is JSON and small enough to be a manifest, a config or an index. */
  readonly json?: unknown
}

export type ArchiveFacts = {
  /** By path, without a leading `./`. */
  readonly files: ReadonlyMap<string, ArchivedFile>
  /** Symbolic and hard links: path and what it leads to, as paths in the archive. */
  readonly links: ReadonlyMap<string, string>
}

/** Configs grow with their history; the largest manifest a registry must take has 4 MiB (OCI distribution-spec). */
const maxJsonBytes = 4_194_304
const maxJsonTotal = 134_217_728
const blockBytes = 512
const openBrace = 0x7b
const openBracket = 0x5b

/** Reads a tar that passes by: every file's digest, and what its JSON says. */
export type ArchiveReader = {
  /** Resolves when more may come; the chunk may not be changed afterwards. @throws Error for what is no tar */
  write(chunk: Uint8Array): Promise<void>
  /** @throws Error for a tar that ends in the middle or has something after its end */
  end(): Promise<ArchiveFacts>
  destroy(): void
}

export function readArchive(): ArchiveReader {
  const tar = extract()
  const files = new Map<string, ArchivedFile>()
  const links = new Map<string, string>()
  let total = 0
  let tail = Buffer.alloc(0)
  let failure: Error | undefined
  let isOver = false
  let wake = () => {}
  const reading = readEntries(tar, files, links)
    .catch((error: unknown) => {
      failure = error instanceof Error ? error : new Error(String(error))
    })
    .then(() => {
      isOver = true
      wake()
    })
  tar.on('drain', () => wake())
  // A stream that was given up says no more, not even that it can take more.
  const drained = async () => {
    if (isOver) return
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
  const throwFailure = () => {
    if (failure !== undefined) throw failure
  }
  return {
    async write(chunk) {
      throwFailure()
      total += chunk.length
      tail = Buffer.concat([tail, chunk.subarray(-2 * blockBytes)]).subarray(-2 * blockBytes)
      if (!tar.write(chunk)) await drained()
      throwFailure()
    },
    async end() {
      throwFailure()
      if (total % blockBytes !== 0 || tail.length < 2 * blockBytes || tail.some((byte) => byte !== 0)) {
        throw new Error('it ends in the middle')
      }
      tar.end(undefined)
      await reading
      throwFailure()
      return { files, links }
    },
    destroy: () => tar.destroy(new Error('given up')),
  }
}

async function readEntries(
  tar: Extract,
  files: Map<string, ArchivedFile>,
  links: Map<string, string>,
): Promise<void> {
  let jsonTotal = 0
  for await (const entry of tar) {
    const { header } = entry
    const path = cleanPath(header.name)
    if (header.type === 'symlink' || header.type === 'link') {
      const kind = header.type === 'link' ? 'hardLink' : 'symlink'
      links.set(path, linkTarget(path, { kind, link: header.linkname }))
    }
    if (header.type !== 'file') {
      entry.resume()
      continue
    }
    const hash = createHash('sha256')
    const kept: Buffer[] = []
    let isJson = header.size <= maxJsonBytes && jsonTotal + header.size <= maxJsonTotal
    for await (const chunk of entry) {
      if (!Buffer.isBuffer(chunk)) continue
      hash.update(chunk)
      if (kept.length === 0 && chunk[0] !== openBrace && chunk[0] !== openBracket) isJson = false
      if (isJson) kept.push(chunk)
    }
    const json = isJson ? parsed(Buffer.concat(kept)) : undefined
    if (json !== undefined) jsonTotal += header.size
    files.set(path, {
      size: header.size,
      digest: `sha256:${hash.digest('hex')}`,
      ...(json === undefined ? {} : { json }),
    })
  }
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
