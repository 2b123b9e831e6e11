import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { must } from '../run.mjs'

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * An apt of our own for one suite: the machine's archive, proxies and trust, but other suites and folders, so nothing
 * of the machine's package state is read or changed.
 * @param {string} folder
 * @param {string} suite
 * @returns {Promise<NodeJS.ProcessEnv>} the environment for apt-get and apt-cache
 */
export async function privateApt(folder, suite) {
  for (const part of ['lists/partial', 'archives/partial']) mkdirSync(join(folder, part), { recursive: true })
  const signedBy = existsSync(KEYRING) ? ` [signed-by=${KEYRING}]` : ''
  writeFileSync(join(folder, 'sources.list'), `deb${signedBy} ${await archiveOf()} ${suite} main\n`)
  writeFileSync(join(folder, 'status'), '')
  const settings = [
    `Dir::State "${folder}";`,
    `Dir::State::lists "${join(folder, 'lists')}";`,
    `Dir::State::status "${join(folder, 'status')}";`,
    `Dir::Cache "${folder}";`,
    `Dir::Cache::archives "${join(folder, 'archives')}";`,
    `Dir::Etc::sourcelist "${join(folder, 'sources.list')}";`,
    ...['sourceparts', 'main', 'parts', 'preferences', 'preferencesparts'].map(
      (name) => `Dir::Etc::${name} "/dev/null";`,
    ),
    'Acquire::Languages "none";',
    // The download user of apt cannot write into root's cache.
    'APT::Sandbox::User "root";',
  ]
  const conf = join(folder, 'apt.conf')
  writeFileSync(conf, `${await machineAcquire()}\n${settings.join('\n')}\n`)
  return { ...process.env, APT_CONFIG: conf, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' }
}

/** The machine's own mirror of Debian's main archive. */
async function archiveOf() {
  const targets = await must('apt-get', ['indextargets', '--format', '$(CREATED_BY) $(REPO_URI) $(RELEASE)'])
  const found = targets
    .split('\n')
    .map((line) => line.split(' '))
    .find(([by, uri]) => by === 'Packages' && /\/debian\/?$/.test(uri ?? ''))
  if (!found?.[1]) throw new Error('no Debian archive among the apt sources of this machine')
  return found[1]
}

/** Proxies, certificates and date checks as the machine's owner set them; hooks and pins stay out. */
async function machineAcquire() {
  const dump = await must('apt-config', ['dump', 'Acquire'])
  return dump
    .split('\n')
    .filter((line) => !/^Acquire(::IndexTargets)?( |::deb| "")/.test(line) || line.includes('DefaultEnabled'))
    .filter((line) => /^Acquire::.+ ".+";$/.test(line))
    .join('\n')
}
