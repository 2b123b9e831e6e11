import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cachedPackages } from '../lib/debian/cached.mjs'
import { hostLibcServes, hostSuite, isDebian, isRoot } from '../lib/debian/host.mjs'
import { ENGINE_LIBRARIES, librariesComplete, useOwnLibraries } from '../lib/debian/ownLibc.mjs'
import { messageOf } from '../lib/log.mjs'
import { which } from '../lib/run.mjs'

/** @typedef {import('./types.d.ts').Toolset} Toolset */
/** @typedef {import('./types.d.ts').Note} Note */

/** @typedef {'20.10' | '26.1' | 'newest'} DebianEngine */

/**
 * Where Debian keeps which engine; the first suite that answers serves. What it really is, the engine says.
 * @type {ReadonlyMap<DebianEngine, readonly string[]>}
 */
const SUITES = new Map([
  ['20.10', ['bookworm']],
  ['26.1', ['trixie']],
  ['newest', ['sid', 'trixie']],
])

/** @param {string} name @param {...string} folders */
function find(name, ...folders) {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/** Small programs of the host's own suite, which fit its libc: runc, an init, a registry, busybox. @param {Note} note */
function baseTools(note) {
  const packages = ['runc', 'tini', 'docker-registry', 'busybox-static']
  return cachedPackages(`base-${hostSuite}`, { suite: hostSuite, packages, optional: ['patchelf'], note })
}

/**
 * An engine from Debian's packages, unpacked and not installed.
 * @param {DebianEngine} engine
 * @param {Note} note
 * @returns {Promise<Toolset>}
 */
export async function debianToolset(engine, note) {
  if (!isDebian || !isRoot) throw new Error('Debian packages serve only on Debian and as root')
  /** @type {unknown[]} */ const failures = []
  for (const suite of SUITES.get(engine) ?? []) {
    try {
      return await fromSuite(suite, note)
    } catch (error) {
      failures.push(`${suite}: ${messageOf(error)}`)
    }
  }
  throw new Error(`no engine from Debian\n${failures.join('\n')}`)
}

/** @param {string} suite @param {Note} note @returns {Promise<Toolset>} */
async function fromSuite(suite, note) {
  const base = (await baseTools(note)).folder
  const engine = await enginePackages(suite, base, note)
  const path = [engine, base].flatMap((folder) => [join(folder, 'usr/sbin'), join(folder, 'usr/bin')])
  const dockerd = find('dockerd', ...path)
  const containerd = find('containerd', ...path)
  const cli = find('docker', ...path)
  if (!dockerd || !containerd || !cli)
    throw new Error(`the packages of ${suite} lack dockerd, containerd or docker`)
  return {
    path,
    dockerd,
    containerd,
    cli,
    buildx: find('docker-buildx', join(engine, 'usr/libexec/docker/cli-plugins')),
    init: find('tini-static', ...path),
    registry: find('docker-registry', ...path),
    busybox: find('busybox', join(base, 'bin'), ...path),
  }
}

/** @param {string} suite @param {string} base @param {Note} note */
async function enginePackages(suite, base, note) {
  const request = {
    suite,
    packages: ['docker.io', 'containerd'],
    // Split from docker.io in trixie; BuildKit's client is no package in bookworm.
    optional: ['docker-cli', 'docker-buildx'],
    note,
  }
  if (hostLibcServes()) {
    const plain = (await cachedPackages(`engine-${suite}`, request)).folder
    if (await librariesComplete(plain)) return plain
  }
  const patchelf = find('patchelf', join(base, 'usr/bin')) ?? which('patchelf')
  if (!patchelf) throw new Error('this host lacks libraries of the engine, and patchelf to bring them along')
  const packages = [...request.packages, 'runc', 'tini']
  const libraries = suite === 'bookworm' ? [...ENGINE_LIBRARIES, 'libdevmapper1.02.1'] : ENGINE_LIBRARIES
  return (
    await cachedPackages(
      `engine-${suite}-libc`,
      { ...request, packages, withLibraries: libraries },
      (folder) => useOwnLibraries(folder, patchelf),
    )
  ).folder
}

/**
 * An engine that is installed on this machine. What else a sandbox likes to have comes from Debian where that is.
 * @param {Note} note
 * @returns {Promise<Toolset | undefined>}
 */
export async function installedToolset(note) {
  const dockerd = which('dockerd')
  const containerd = which('containerd')
  const cli = which('docker')
  if (!dockerd || !containerd || !cli || !which('runc')) return undefined
  const plugins = ['/usr/libexec', '/usr/lib', '/usr/local/libexec', '/usr/local/lib']
  const base = isDebian ? (await baseTools(note)).folder : undefined
  return {
    path: [dirname(dockerd), dirname(containerd)],
    dockerd,
    containerd,
    cli,
    buildx: find('docker-buildx', ...plugins.map((folder) => join(folder, 'docker/cli-plugins'))),
    init: which('docker-init') ?? which('tini') ?? (base && find('tini-static', join(base, 'usr/bin'))),
    registry: which('docker-registry') ?? (base && find('docker-registry', join(base, 'usr/bin'))),
    busybox: base && find('busybox', join(base, 'bin'), join(base, 'usr/bin')),
  }
}
