import { request } from 'node:http'

/**
 * One GET without a library; any failure to connect is undefined, since callers ask until it works.
 * @param {{ socketPath: string } | { host: string, port: number }} where
 * @param {string} path
 * @returns {Promise<{ status: number, body: string } | undefined>}
 */
export function get(where, path) {
  return new Promise((resolve) => {
    const call = request({ ...where, path, agent: false, timeout: 10_000 }, (response) => {
      /** @type {Buffer[]} */ const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      )
      response.on('error', () => resolve(undefined))
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end()
  })
}
