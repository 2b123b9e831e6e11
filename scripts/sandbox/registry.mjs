import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { get } from './http.mjs'
import { service } from './service.mjs'

/** @typedef {import('./namespace.mjs').Namespace} Namespace */

export const USERNAME = 'strata'
export const PASSWORD = 'strata-sandbox'
/** bcrypt of PASSWORD; Node has none, and this registry takes nothing else. */
export const HTPASSWD = `${USERNAME}:$2y$05$StrataSandboxSaltValueHLrOkR4cIgKKOX9SpXza3d7SsmTLcNK\n`

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(address)))
    })
  })
}

/**
 * A registry on a free loopback port, open or with one account.
 * @param {object} options
 * @param {string} options.folder
 * @param {string} options.name
 * @param {string} options.program
 * @param {Namespace} options.namespace
 * @param {boolean} options.htpasswd
 * @returns {Promise<import('./types.d.ts').RegistryInfo>}
 */
async function startRegistry({ folder, name, program, namespace, htpasswd }) {
  const home = join(folder, name)
  mkdirSync(home, { recursive: true })
  for (let attempt = 1; ; attempt += 1) {
    // Between finding and using it, another program may take the port.
    const port = await freePort()
    try {
      return await listenOn(port, { home, program, namespace, htpasswd })
    } catch (error) {
      if (attempt === 3) throw error
    }
  }
}

/**
 * @param {number} port
 * @param {{ home: string, program: string, namespace: Namespace, htpasswd: boolean }} options
 */
async function listenOn(port, { home, program, namespace, htpasswd }) {
  const config = join(home, 'config.yml')
  const logFile = join(home, 'registry.log')
  writeFileSync(join(home, 'htpasswd'), HTPASSWD)
  writeFileSync(config, configYml(port, home, htpasswd))
  const child = namespace.start(program, ['serve', config], { env: { PATH: process.env.PATH }, logFile })
  const ready = async () => {
    const answer = await get({ host: '127.0.0.1', port }, '/v2/')
    return answer?.status === (htpasswd ? 401 : 200)
  }
  const { pid } = await service(child, { what: 'docker-registry', logFile, ready, timeout: 20_000 })
  return { host: `localhost:${port}`, pid: pid() }
}

/** @param {number} port @param {string} home @param {boolean} htpasswd */
function configYml(port, home, htpasswd) {
  const auth = ['auth:', '  htpasswd:', '    realm: strata-sandbox', `    path: ${join(home, 'htpasswd')}`]
  return [
    'version: 0.1',
    'log: { level: info, accesslog: { disabled: false } }',
    'storage:',
    `  filesystem: { rootdirectory: ${join(home, 'data')} }`,
    '  delete: { enabled: true }',
    `http: { addr: "127.0.0.1:${port}", secret: strata-sandbox }`,
    ...(htpasswd ? auth : []),
    '',
  ].join('\n')
}

/**
 * Two registries on free loopback ports: one open, one with an account.
 * @param {string} folder
 * @param {string} program
 * @param {Namespace} namespace
 */
export async function startRegistries(folder, program, namespace) {
  const [open, guarded] = await Promise.all([
    startRegistry({ folder, name: 'registry', program, namespace, htpasswd: false }),
    startRegistry({ folder, name: 'htpasswd-registry', program, namespace, htpasswd: true }),
  ])
  return { registry: open, htpasswdRegistry: { ...guarded, username: USERNAME, password: PASSWORD } }
}
