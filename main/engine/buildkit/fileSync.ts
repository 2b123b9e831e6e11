import { create } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import type { ContextEntry, ContextFolder } from '../../ports/buildEngine'
import { fileSender } from './fileSender'
import { type Packet, PacketSchema, StatSchema, Packet_PacketType as Type } from './gen/wire_pb'
import { goMode } from './goMode'
import type { SyncRequest } from './syncRequest'

/**
 * The sending half of FileSync.DiffCopy (tonistiigi/fsutil, send.go): a STAT for each entry, in order, an empty one at
 * the end; then for each REQ the file in DATA packets and an empty one; FIN is answered by FIN. Only what BuildKit does
 * not have yet is asked for.
 */
export async function* serveFolder(
  folders: ReadonlyMap<string, ContextFolder>,
  asked: SyncRequest,
  requests: AsyncIterable<Packet>,
  options: { readonly signal: AbortSignal; readonly sent: (bytes: number) => void },
): AsyncGenerator<Packet, void> {
  const folder = folders.get(asked.folder)
  if (folder === undefined)
    throw new ConnectError(`no access allowed to dir "${asked.folder}"`, Code.NotFound)
  const files: ContextEntry[] = []
  const sender = fileSender(folder, files, requests, options)
  const only = await wantedPaths(folder, asked)
  for await (const entry of folder.entries({ excludes: asked.excludes, ...only }, options)) {
    files.push(entry)
    yield statPacket(entry)
  }
  yield create(PacketSchema, { type: Type.PACKET_STAT })
  yield* sender
  yield create(PacketSchema, { type: Type.PACKET_FIN })
}

/** All, when nothing narrows it; what links lead to belongs to it. */
async function wantedPaths(
  folder: ContextFolder,
  { includes, follow }: SyncRequest,
): Promise<{ readonly only?: readonly string[] }> {
  if (includes.length === 0 && follow.length === 0) return {}
  const only = await folder.followLinks([...includes, ...follow])
  return only.includes('') ? {} : { only }
}

function statPacket(entry: ContextEntry): Packet {
  return create(PacketSchema, {
    type: Type.PACKET_STAT,
    stat: create(StatSchema, {
      path: entry.path,
      mode: goMode(entry),
      uid: 0,
      gid: 0,
      size: BigInt(entry.kind === 'link' ? (entry.target?.length ?? 0) : entry.size),
      modTime: BigInt(Math.trunc(entry.modifiedMs)) * 1_000_000n,
      linkname: entry.target ?? entry.hardLinkTo ?? '',
    }),
  })
}
