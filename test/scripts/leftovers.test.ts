import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isDebian, isRoot } from '../../scripts/lib/debian/host.mjs'
import { until } from '../../scripts/lib/wait.mjs'
import type { LiveRecord } from '../../scripts/sandbox/live.mjs'
import { debianToolset } from '../../scripts/sandbox/toolset.mjs'
import { lookAt, type Machine, markedProcesses, type Network, type Watched } from './support/machine'
import {
  endAll,
  freshNetwork,
  hold,
  makeAMess,
  newMark,
  nftables,
  ownCache,
  start,
} from './support/upAndDown'

// Private engines exist only there; elsewhere the sandbox is a container, and Docker clears it away.
describe.runIf(isDebian && isRoot)('a sandbox leaves nothing behind', () => {
  let network: Network & { close(): void }
  let watched: Omit<Watched, 'names'>

  beforeAll(async () => {
    // The new network reaches no package archive: what the engines need is fetched before.
    for (const engine of ['newest', '20.10', '26.1'] as const) await debianToolset(engine, () => {})
    network = await freshNetwork()
    watched = { network, nft: await nftables(), cache: ownCache(), mark: newMark() }
    // The first one fills the cache, which stays on purpose.
    const first = await hold(watched)
    first.terminal('SIGINT')
    await first.ended
  })
  afterAll(() => {
    network.close()
    rmSync(watched.cache, { recursive: true, force: true })
  })
  afterEach(endAll)

  const look = (...names: string[]): Machine => lookAt({ ...watched, names })
  let before: Machine
  beforeEach(() => {
    watched.mark = newMark()
    before = look()
  })
  const liveRecords = (): LiveRecord[] => {
    const live = join(watched.cache, 'live')
    return readdirSync(live).flatMap((name) => {
      try {
        return name.endsWith('.json')
          ? [JSON.parse(readFileSync(join(live, name), 'utf8')) as LiveRecord]
          : []
      } catch {
        // cleared between listing and reading
        return []
      }
    })
  }
  const noProcessLeft = async () => {
    const gone = () => (markedProcesses(watched.mark).length === 0 ? true : undefined)
    await until(gone, { timeout: 30_000, what: 'no process left' })
  }

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('after %s', async (signal) => {
    const held = await hold(watched)
    await makeAMess(held)
    expect(look(held.info.name).links).toContain(held.info.name)
    held.terminal(signal)
    expect(await held.ended).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal])
    expect(look(held.info.name)).toEqual(before)
  })

  it.each(['20.10', '26.1', 'newest-containerd'])(
    'after a kill -9 of the script on %s, by the next start',
    async (engine) => {
      const killed = await hold(watched, [engine])
      await makeAMess(killed)
      killed.terminal('SIGKILL')
      await killed.ended
      // Processes and mounts go at once, without anyone's help.
      await noProcessLeft()
      const next = await hold(watched)
      expect(look(killed.info.name).links).not.toContain(killed.info.name)
      next.terminal('SIGINT')
      await next.ended
      expect(look(killed.info.name, next.info.name)).toEqual(before)
    },
  )

  it('after a kill -9 at any stage of the start', async () => {
    const stages: readonly ((record: LiveRecord) => boolean)[] = [
      () => true,
      ({ bridge }) => bridge !== undefined,
      ({ holder }) => holder !== undefined,
      ({ folder }) => existsSync(join(folder, 'containerd.sock')),
      ({ folder }) => existsSync(join(folder, 'docker.sock')),
    ]
    const killed = new Set<string>()
    for (const reached of stages) {
      const child = start(watched)
      const name = await until(
        () => liveRecords().find((each) => !killed.has(each.name) && reached(each))?.name,
        {
          timeout: 60_000,
          every: 2,
          what: 'the stage',
        },
      )
      process.kill(-(child.pid ?? 0), 'SIGKILL')
      killed.add(name)
    }
    const next = await hold(watched)
    next.terminal('SIGINT')
    await next.ended
    await noProcessLeft()
    expect(look(next.info.name, ...killed)).toEqual(before)
  })

  it('and two at once do not meet', async () => {
    const [one, other] = await Promise.all([hold(watched), hold(watched, ['newest-containerd'])])
    await Promise.all([makeAMess(one), makeAMess(other)])
    one.terminal('SIGINT')
    await one.ended
    expect(await other.docker('ps', '--quiet')).not.toBe('')
    other.terminal('SIGINT')
    await other.ended
    expect(look(one.info.name, other.info.name)).toEqual(before)
  })

  it('and the comparison sees what it has to see', () => {
    const inside = (...command: string[]) =>
      execFileSync('nsenter', ['--target', String(network.pid), '--net', '--', ...command])
    inside(...watched.nft, 'add', 'table', 'inet', 'planted')
    inside('ip', 'link', 'add', 'planted0', 'type', 'bridge')
    inside('sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward')
    const after = look()
    const changed = (Object.keys(before) as (keyof Machine)[]).filter(
      (part) => JSON.stringify(before[part]) !== JSON.stringify(after[part]),
    )
    expect(changed).toEqual(expect.arrayContaining(['links', 'firewall', 'sysctls']))
    expect(after.sysctls['/proc/sys/net/ipv4/ip_forward']).toBe('1')
  })
})
