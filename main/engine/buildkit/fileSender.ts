import { create } from '@bufbuild/protobuf'
import type { ContextEntry, ContextFolder } from '../../ports/buildEngine'
import { type Packet, PacketSchema, Packet_PacketType as Type } from './gen/wire_pb'

/** Small files read before their turn: opening one takes longer than sending it. */
const ahead = 16
const smallBytes = 262_144

/**
 * The files that are asked for, until the other side has all it wants. Requests are taken from the start on, also while
 * the entries are still being listed.
 * @param files filled by the caller; BuildKit asks by index and only for what it was told
 */
export function fileSender(
  folder: ContextFolder,
  files: readonly ContextEntry[],
  requests: AsyncIterable<Packet>,
  options: SenderOptions,
): AsyncGenerator<Packet, void> {
  return sendFiles(folder, files, wantedFiles(requests), options)
}

type SenderOptions = { readonly signal: AbortSignal; readonly sent: (bytes: number) => void }

async function* sendFiles(
  folder: ContextFolder,
  files: readonly ContextEntry[],
  wanted: Wanted,
  { signal, sent }: SenderOptions,
): AsyncGenerator<Packet, void> {
  try {
    const reading: { readonly id: number; readonly chunks: AsyncIterable<Uint8Array> }[] = []
    for (;;) {
      while (reading.length < ahead && wanted.ready()) {
        const id = wanted.take()
        const entry = files[id]
        if (entry !== undefined) reading.push({ id, chunks: startReading(folder, entry, signal) })
      }
      const next = reading.shift()
      if (next === undefined) {
        if (!(await wanted.more())) return
        continue
      }
      for await (const data of next.chunks) {
        sent(data.length)
        yield create(PacketSchema, { type: Type.PACKET_DATA, ID: next.id, data })
      }
      yield create(PacketSchema, { type: Type.PACKET_DATA, ID: next.id })
    }
  } finally {
    wanted.stop()
  }
}

function startReading(
  folder: ContextFolder,
  entry: ContextEntry,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const chunks = folder.read(entry, { signal })
  if (entry.size > smallBytes) return chunks
  const whole = collect(chunks)
  // Awaited when its turn comes; until then its failure is nobody's.
  whole.catch(() => {})
  return (async function* () {
    yield* await whole
  })()
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return all
}

type Wanted = {
  ready(): boolean
  take(): number
  /** Waits for another request; false when the other side is done. @throws what it says that went wrong */
  more(): Promise<boolean>
  stop(): void
}

function wantedFiles(requests: AsyncIterable<Packet>): Wanted {
  const queue: number[] = []
  let at = 0
  let over = false
  let problem: Error | undefined
  let wake: () => void = () => {}
  const listen = async () => {
    for await (const packet of requests) {
      if (packet.type === Type.PACKET_REQ) queue.push(packet.ID)
      if (packet.type === Type.PACKET_FIN) break
      if (packet.type === Type.PACKET_ERR) throw new Error(new TextDecoder().decode(packet.data))
      wake()
      if (over) return
    }
  }
  listen()
    .catch((error: unknown) => {
      problem = error instanceof Error ? error : new Error(String(error))
    })
    .finally(() => {
      over = true
      wake()
    })
  return {
    ready: () => at < queue.length,
    take() {
      const id = queue[at] ?? -1
      at += 1
      return id
    },
    async more() {
      while (at >= queue.length && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (at < queue.length) return true
      if (problem !== undefined) throw problem
      return false
    },
    stop() {
      over = true
    },
  }
}
