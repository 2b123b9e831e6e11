import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import type { PublishedPort } from '@shared/domain/run'

/**
 * Whether a port of this machine can be had, by having it for a moment. What can't be told (a port that only root may
 * have, a protocol that Node lacks) counts as free: the engine has the last word.
 */
export async function isPortFree({ hostPort, hostIp, protocol }: PublishedPort): Promise<boolean> {
  if (hostPort === undefined || protocol === 'sctp') return true
  const address = hostIp ?? '0.0.0.0'
  return protocol === 'udp' ? await isUdpFree(hostPort, address) : await isTcpFree(hostPort, address)
}

async function isTcpFree(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(!isInUse(error)))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

async function isUdpFree(port: number, address: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4' })
    socket.once('error', (error) => {
      socket.close()
      resolve(!isInUse(error))
    })
    socket.bind({ port, address, exclusive: true }, () => socket.close(() => resolve(true)))
  })
}

function isInUse(error: Error): boolean {
  return 'code' in error && error.code === 'EADDRINUSE'
}
