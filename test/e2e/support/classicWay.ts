import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A way to the engine on which its pings say that it builds without BuildKit. */
export async function classicWay(
  socketPath: string,
): Promise<{ readonly host: string; readonly close: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'strata-classic-'))
  const path = join(folder, 's')
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const engine = connect(socketPath)
    open.add(client).add(engine)
    client.pipe(engine)
    engine.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      client.write(Buffer.from(text.replace('Builder-Version: 2', 'Builder-Version: 1'), 'latin1'))
    })
    engine.on('end', () => client.end())
    const over = () => {
      client.destroy()
      engine.destroy()
    }
    for (const socket of [client, engine]) socket.on('error', over).on('close', over)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    host: `unix://${path}`,
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
