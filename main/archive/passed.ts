import { createHash } from 'node:crypto'
import type { BlobVisitor } from '../ports/imageSource'
import { maxConfigBytes } from '../streams/oci/config'
import { tooLarge } from '../streams/oci/gather'
import { maxDocumentsBytes } from '../streams/oci/limits'
import { digestOf, type Place, type Placed } from '../streams/oci/place'
import { layerPackingBy } from '../streams/packing'
import type { PassingEntry } from '../streams/tar/passingEntries'
import { blockBytes } from '../streams/tar/tarHeader'
import { cleanPath, followLinks, linkTarget } from '../streams/tar/tarPaths'

type Kept = Placed & { readonly bytes?: Buffer; readonly wasTooMuch?: boolean }

/** What a tar was found to hold while it passed by: small documents whole, everything else by digest. */
export type Passed = {
  see(entry: PassingEntry, visit: BlobVisitor): Promise<void>
  readonly place: Place
}

/** What engines write beside each layer for Docker 1.9 and older; never of use, and as large as a config. */
const legacy = /(?:^|\/)(?:json|VERSION|repositories)$/
/** A statement about an image may be large (an SBOM), and is never read here. */
const statement = /^\s*\{\s*"_type"\s*:\s*"https:\/\/in-toto\.io\//
const layerPath = /^blobs\/|\.tar(?:\.(?:gz|zst))?$|^sha256:[0-9a-f]{64}$/

export function passed(name: string): Passed {
  const files = new Map<string, Kept>()
  const links = new Map<string, string>()
  let held = 0

  const seeFile = async (path: string, entry: PassingEntry, visit: BlobVisitor) => {
    const head = await firstBlock(entry)
    const packing = layerPackingBy(head)
    const base = { path, size: entry.size, isCut: false, ...(packing === undefined ? {} : { packing }) }
    const hash = createHash(algorithmOf(path))
    const digest = () => `${algorithmOf(path)}:${hash.digest('hex')}`
    const bytes = hashing(head, entry, (chunk) => void hash.update(chunk))
    if (packing === undefined && isDocument(head)) {
      const isWanted = !legacy.test(path) && !statement.test(head.toString('latin1'))
      const fits = entry.size <= maxConfigBytes && held + entry.size <= maxDocumentsBytes
      const kept = isWanted && fits ? await collect(bytes) : undefined
      held += kept?.length ?? 0
      await drain(bytes)
      files.set(path, {
        ...base,
        digest: digest(),
        ...(kept === undefined ? { wasTooMuch: isWanted } : { bytes: kept }),
      })
      return
    }
    if (packing === undefined && !layerPath.test(path)) return
    const named = digestOf(path)
    const asItIs = withHead(head, entry)
    const blob = {
      path,
      size: entry.size,
      bytes: keptOpen(bytes),
      // A packed one may be read to the end of what is packed only.
      ...(packing === 'none' && algorithmOf(path) === 'sha256' ? { unhashed: asItIs.bytes } : {}),
      ...(named === undefined ? {} : { digest: named }),
    }
    const found = await visit(blob)
    const isHashed = found?.digest !== undefined && asItIs.passed() === entry.size
    if (!isHashed && asItIs.passed() > 0)
      throw new Error('what was read unhashed came back without its digest')
    await drain(bytes)
    files.set(path, {
      ...base,
      digest: isHashed ? found.digest : digest(),
      ...(found === undefined ? {} : { diffId: found.diffId }),
    })
  }
  const find = (path: string): Kept | undefined => files.get(followLinks(path, links) ?? '')
  return {
    async see(entry, visit) {
      const path = cleanPath(entry.path)
      const { kind } = entry
      if (kind === 'other' || kind === 'folder') return
      links.delete(path)
      held -= files.get(path)?.bytes?.length ?? 0
      files.delete(path)
      if (kind === 'file') await seeFile(path, entry, visit)
      else links.set(path, linkTarget(path, entry))
    },
    place: {
      name,
      async look(path) {
        const found = find(path)
        if (found === undefined) return await Promise.resolve(undefined)
        const { bytes: _, wasTooMuch: __, ...placed } = found
        return placed
      },
      async document(path, maxBytes) {
        const found = await Promise.resolve(find(path))
        if (found === undefined) return undefined
        const { bytes, digest, size } = found
        if (size > maxBytes) throw tooLarge(path, maxBytes)
        if (found.wasTooMuch === true) throw tooLarge(name, maxDocumentsBytes)
        // Neither a brace nor a bracket at its start: no document, whoever names it as one.
        return { bytes: bytes ?? Buffer.alloc(0), digest: digest ?? '' }
      },
    },
  }
}

async function firstBlock({ bytes }: PassingEntry): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let length = 0; length < blockBytes; ) {
    const { done, value } = await bytes.next()
    if (done === true) break
    length += value.length
    // What is asked for next may come in the same memory.
    parts.push(length < blockBytes ? Buffer.from(value) : value)
  }
  return Buffer.concat(parts)
}

async function* hashing(
  head: Buffer,
  { bytes }: PassingEntry,
  hash: (chunk: Buffer) => void,
): AsyncGenerator<Buffer, void> {
  if (head.length > 0) {
    hash(head)
    yield head
  }
  for await (const chunk of bytes) {
    hash(chunk)
    yield chunk
  }
}

/** All bytes of the entry, and how many of them were read. */
function withHead(head: Buffer, { bytes }: PassingEntry) {
  let count = 0
  const all = async function* (): AsyncGenerator<Buffer, void> {
    count += head.length
    if (head.length > 0) yield head
    for await (const chunk of bytes) {
      count += chunk.length
      yield chunk
    }
  }
  return { bytes: all(), passed: () => count }
}

/** Whoever stops in the middle leaves the rest to be hashed. */
function keptOpen(bytes: AsyncGenerator<Buffer, void>): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => ({ next: async () => await bytes.next() }) }
}

function isDocument(head: Buffer): boolean {
  return /^\s*[[{]/.test(head.toString('latin1', 0, 64))
}

async function collect(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of bytes) parts.push(Buffer.from(chunk))
  return Buffer.concat(parts)
}

async function drain(bytes: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of bytes);
}

function algorithmOf(path: string): string {
  return digestOf(path)?.split(':')[0] ?? 'sha256'
}
