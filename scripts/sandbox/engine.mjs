import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { get } from './http.mjs'
import { endWithin, service } from './service.mjs'

/** @typedef {import('./types.d.ts').Toolset} Toolset */
/** @typedef {import('./namespace.mjs').Namespace} Namespace */
/** @typedef {import('./service.mjs').Service} Service */

/**
 * @typedef {object} EngineSetup
 * @property {string} folder
 * @property {Toolset} tools
 * @property {Namespace} namespace
 * @property {string} bridge
 * @property {string} pool
 * @property {string} cgroup
 * @property {'classic' | 'containerd'} store
 * @property {Readonly<Record<string, unknown>>} [daemonConfig]
 */

/** @param {EngineSetup} setup */
export function socketOf({ folder }) {
  return join(folder, 'docker.sock')
}

/**
 * A private engine: its own containerd, data, sockets and bridge; nothing of the host's firewall or routing.
 * @param {EngineSetup} setup
 * @returns {Promise<import('./types.d.ts').EngineProcess>}
 */
export async function startEngine(setup) {
  writeFileSync(join(setup.folder, 'daemon.json'), JSON.stringify(daemonJson(setup), undefined, 2))
  writeFileSync(join(setup.folder, 'containerd.toml'), containerdToml(setup.folder))
  let containerd = await startContainerd(setup)
  let dockerd = await startDockerd(setup)
  const kill9 = async () => {
    dockerd.signal('SIGKILL')
    await dockerd.ended
  }
  const stop = () => endWithin(dockerd, 20_000)
  return {
    get pid() {
      return dockerd.pid()
    },
    kill9,
    stop,
    async restart() {
      if (dockerd.running()) await stop()
      if (!containerd.running()) containerd = await startContainerd(setup)
      dockerd = await startDockerd(setup)
    },
  }
}

/** @param {EngineSetup} setup @returns {Promise<Service>} */
function startContainerd({ folder, tools, namespace }) {
  const logFile = join(folder, 'containerd.log')
  const socket = join(folder, 'containerd.sock')
  rmSync(socket, { force: true })
  const args = ['--config', join(folder, 'containerd.toml')]
  const child = namespace.start(tools.containerd, args, { env: environment(tools), logFile })
  return service(child, { what: 'containerd', logFile, ready: async () => existsSync(socket) })
}

/** @param {EngineSetup} setup @returns {Promise<Service>} */
function startDockerd(setup) {
  const { folder, tools, namespace } = setup
  const logFile = join(folder, 'dockerd.log')
  const socketPath = socketOf(setup)
  const args = ['--config-file', join(folder, 'daemon.json')]
  const child = namespace.start(tools.dockerd, args, { env: environment(tools), logFile })
  const ready = async () => (await get({ socketPath }, '/_ping'))?.status === 200
  return service(child, { what: 'dockerd', logFile, ready })
}

/** @param {EngineSetup} setup */
function daemonJson({ folder, tools, bridge, pool, cgroup, store, daemonConfig }) {
  return {
    'data-root': join(folder, 'data'),
    'exec-root': join(folder, 'exec'),
    pidfile: join(folder, 'docker.pid'),
    hosts: [`unix://${join(folder, 'docker.sock')}`],
    containerd: join(folder, 'containerd.sock'),
    group: 'root',
    bridge,
    'default-address-pools': [{ base: pool, size: 28 }],
    iptables: false,
    ip6tables: false,
    'ip-forward': false,
    'cgroup-parent': cgroup,
    // The systemd driver would talk to the host's systemd, which the private /run hides.
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    features: { 'containerd-snapshotter': store === 'containerd' },
    ...(tools.init ? { 'init-path': tools.init } : {}),
    ...daemonConfig,
  }
}

/** @param {string} folder */
function containerdToml(folder) {
  return [
    'version = 2',
    `root = "${join(folder, 'containerd')}"`,
    `state = "${join(folder, 'exec/containerd')}"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    '[grpc]',
    `  address = "${join(folder, 'containerd.sock')}"`,
    // The default, /opt/containerd, is a folder on the host.
    '[plugins."io.containerd.internal.v1.opt"]',
    `  path = "${join(folder, 'containerd-opt')}"`,
    '',
  ].join('\n')
}

/** @param {Toolset} tools @returns {NodeJS.ProcessEnv} */
function environment(tools) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(DOCKER_|BUILDX_|NOTIFY_SOCKET$|XDG_|NODE_)/.test(name),
  )
  const system = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
  return { ...Object.fromEntries(kept), PATH: [...tools.path, ...system].join(delimiter) }
}
