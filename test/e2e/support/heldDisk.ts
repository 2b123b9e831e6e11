import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A way to the engine that holds what asks for its disk use until `release`. */
export async function heldDisk(engineHost: string): Promise<{
  readonly host: string
  readonly release: () => void
  readonly close: () => Promise<void>
}> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-held-'))
  const path = join(folder, 'engine.sock')
  const sockets = new Set<Socket>()
  const waiting: (() => void)[] = []
  let held = true
  const server = createServer((client) => {
    const engine = connect(engineHost.replace('unix://', ''))
    for (const socket of [client, engine]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        sockets.delete(socket)
        client.destroy()
        engine.destroy()
      })
    }
    engine.pipe(client)
    client.on('data', (chunk: Buffer) => {
      const pass = () => void engine.write(chunk)
      if (held && chunk.includes('/system/df')) waiting.push(pass)
      else pass()
    })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const release = (): void => {
    held = false
    for (const pass of waiting.splice(0)) pass()
  }
  return {
    host: `unix://${path}`,
    release,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
