import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything of the machine that a sandbox could leave changed; the network part as one network namespace sees it. */
export type Machine = {
  links: string
  addresses: string
  routes: string
  firewall: string
  sysctls: Readonly<Record<string, string>>
  mounts: readonly string[]
  processes: readonly string[]
  cgroups: readonly string[]
  folders: readonly string[]
}

/** A network of its own for a test, so that nothing else on the machine can change what is compared. */
export type Network = { pid: number }

const inside = ({ pid }: Network, command: string, ...args: string[]): string =>
  execFileSync('nsenter', ['--target', String(pid), '--net', '--', command, ...args], { encoding: 'utf8' })

/** Counters and lifetimes change by themselves; an interface index says only how many there were before. */
const settled = (text: string): string =>
  text.replaceAll(/ (valid_lft|preferred_lft|qlen|expires) \S+/g, '').replaceAll(/^\d+: /gm, '')

function sysctls(network: Network): Record<string, string> {
  const text = inside(network, 'sh', '-c', 'grep -rs . /proc/sys/net || true')
  const changing = /random|_time_left|unresolved|nr_conntrack|_count$|\/nf_log\//
  return Object.fromEntries(
    text
      .split('\n')
      .map((line): [string, string] => {
        const at = line.indexOf(':')
        return [line.slice(0, at), line.slice(at + 1)]
      })
      .filter(([name]) => name && !changing.test(name)),
  )
}

/** Rules of nftables and of the older tables. `nft` is the program, unpacked for this test. */
function firewall(network: Network, nft: readonly string[]): string {
  const [command = '', ...args] = nft
  const tables = inside(
    network,
    'sh',
    '-c',
    'cat /proc/net/ip_tables_names /proc/net/ip6_tables_names 2>/dev/null || true',
  )
  return `${inside(network, command, ...args, 'list', 'ruleset')}\n${tables}`
}

/** Processes that carry the mark in their environment, which all that a sandbox starts inherits; the dead do not count. */
export function markedProcesses(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1')
        return environment.includes(mark)
          ? [`${pid} ${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}`]
          : []
      } catch {
        return []
      }
    })
}

/** Folders that sandboxes make, without those of sandboxes that others have up at the same time. */
function folders(cache: string): string[] {
  const places = ['/run', '/run/containerd', '/run/docker', '/opt', '/var/lib', '/etc', join(cache, 'live')]
  return places.flatMap((place) =>
    existsSync(place)
      ? readdirSync(place)
          .filter((name) => !name.includes('.lock'))
          .map((name) => join(place, name))
      : [],
  )
}

function cgroups(names: readonly string[]): string[] {
  const groups = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter((fields) => (fields[fields.indexOf('-') + 1] ?? '').startsWith('cgroup'))
    .map((fields) => fields[4] ?? '')
  return groups.flatMap((group) => names.map((name) => join(group, name)).filter((path) => existsSync(path)))
}

export type Watched = {
  network: Network
  mark: string
  nft: readonly string[]
  cache: string
  names: readonly string[]
}

export function lookAt({ network, mark, nft, cache, names }: Watched): Machine {
  const ours = (text: string) => names.some((name) => text.includes(name))
  return {
    links: settled(inside(network, 'ip', '-o', 'link')),
    addresses: settled(inside(network, 'ip', '-o', 'addr')),
    routes:
      inside(network, 'ip', 'route', 'show', 'table', 'all') +
      inside(network, 'ip', '-6', 'route', 'show', 'table', 'all'),
    firewall: firewall(network, nft),
    sysctls: sysctls(network),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => ours(line)),
    processes: markedProcesses(mark),
    cgroups: cgroups(names),
    folders: [...folders(cache), ...readdirSync('/var/tmp').filter((name) => names.includes(name))],
  }
}
