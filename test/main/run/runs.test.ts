import type { RunRequest } from '@shared/domain/run'
import { runRequestSchema } from '@shared/domain/runSchema'
import { describe, expect, it } from 'vitest'
import type { InspectedContainer, PortHolder } from '../../../main/ports/containerEngine'
import type { EngineClient, ListedContainer } from '../../../main/ports/engineClient'
import { checkRun } from '../../../main/run/conflicts'
import { outdatedContainers } from '../../../main/run/outdated'
import { removeContainer, stopContainer } from '../../../main/run/ownContainers'
import { imageId } from '../../builders/imageRow'
import { notFaked } from '../../fakes/notFaked'

const plain: RunRequest = {
  image: 'app:1',
  env: [],
  ports: [],
  publishAll: false,
  autoRemove: false,
  detach: false,
}

function container(over: Partial<InspectedContainer>): InspectedContainer {
  return {
    id: 'c'.repeat(64),
    name: 'web',
    imageId: imageId(1),
    image: 'app:1',
    state: 'running',
    running: true,
    outOfMemory: false,
    autoRemove: false,
    labels: new Map(),
    entrypoint: [],
    command: [],
    env: [],
    wantedPorts: [],
    publishAll: false,
    ports: [],
    recipe: { opaque: {} },
    ...over,
  }
}

/** An engine with these containers; `acts` is what was done to them. */
function engineWith(containers: readonly InspectedContainer[], holders: readonly PortHolder[] = []) {
  const acts: string[] = []
  const engine = {
    ...notFaked<EngineClient['runs']>('runs'),
    find: async (name: string) =>
      containers.find((one) => one.name === name || (name.length >= 4 && one.id.startsWith(name))),
    portHolders: async () => holders,
    stop: async (id: string) => {
      acts.push(`stop ${id.slice(0, 4)}`)
    },
    remove: async (id: string) => {
      acts.push(`remove ${id.slice(0, 4)}`)
      return true
    },
  }
  return { engine, acts }
}

const asked = { signal: undefined }
const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'done',
    (failure: { error: unknown }) => failure.error,
  )

describe('what is in the way of a run', () => {
  const port = { containerPort: 80, protocol: 'tcp' as const, hostPort: 8080 }
  const web = container({})

  it('names the container that has the name, unless it is the one to be replaced', async () => {
    const { engine } = engineWith([web])
    expect(await codeOf(checkRun({ engine }, { ...plain, name: 'web' }, asked))).toMatchObject({
      code: 'CONTAINER_NAME_TAKEN',
      params: { name: 'web', container: 'c'.repeat(12), image: 'app:1', state: 'running' },
    })
    await checkRun({ engine }, { ...plain, name: 'web', replace: web.id }, asked)
    // Found by the begin of its id: not its name.
    await checkRun({ engine }, { ...plain, name: 'cccc' }, asked)
  })

  it('names the container that has the port, unless it is the one to be replaced', async () => {
    const { engine } = engineWith([web], [{ containerId: web.id, container: 'web', port }])
    expect(await codeOf(checkRun({ engine }, { ...plain, ports: [port] }, asked))).toMatchObject({
      code: 'RUN_PORT_HELD',
      params: { port: 8080, container: 'web', containerId: web.id },
    })
    await checkRun({ engine }, { ...plain, ports: [port], replace: 'web' }, asked)
  })

  it('says that the container to be replaced is gone', async () => {
    const { engine } = engineWith([])
    expect(await codeOf(checkRun({ engine }, { ...plain, replace: 'web' }, asked))).toMatchObject({
      code: 'CONTAINER_NOT_FOUND',
    })
  })
})

describe('stopping and removing', () => {
  it('touches what Strata started, and others only when named', async () => {
    const own = container({
      id: 'a'.repeat(64),
      name: 'own',
      labels: new Map([['strata.started-for', 'run']]),
    })
    const { engine, acts } = engineWith([own, container({ name: 'foreign' })])
    for (const act of [stopContainer, removeContainer]) {
      expect(await codeOf(act(engine, 'foreign', { named: false }))).toMatchObject({
        code: 'CONTAINER_FOREIGN',
        params: { container: 'foreign' },
      })
    }
    expect(acts).toEqual([])
    await stopContainer(engine, 'own', { named: false })
    await removeContainer(engine, 'foreign', { named: true })
    expect(acts).toEqual(['stop aaaa', 'stop cccc', 'remove cccc'])
  })
})

describe('containers that still run an older image', () => {
  const listed = (id: string, over: Partial<ListedContainer>): ListedContainer => ({
    id,
    name: id,
    state: 'running',
    running: true,
    createdFrom: 'app:1',
    imageId: imageId(1),
    ...over,
  })

  it('are those made from a name that this image has now', async () => {
    const containers = [
      // As the list tells it once the name has moved: by the id of the image.
      listed('moved', { createdFrom: imageId(1) }),
      listed('byId', { createdFrom: imageId(1) }),
      listed('implied', { createdFrom: 'docker.io/library/app' }),
      listed('other', { createdFrom: 'other:1' }),
      listed('current', { imageId: imageId(2) }),
      listed('gone', { createdFrom: imageId(1).slice(7, 19) }),
    ]
    const inspected = new Map([
      ['moved', listed('moved', {})],
      ['byId', listed('byId', { createdFrom: imageId(1) })],
      ['implied', listed('implied', { createdFrom: 'docker.io/library/app' })],
    ])
    const askedFor: string[] = []
    const client = {
      inspectImage: async () => ({ id: imageId(2), tags: ['app:1', 'app:latest'] }),
      listContainers: async () => containers,
      inspectContainer: async (id: string) => {
        askedFor.push(id)
        return inspected.get(id)
      },
    }
    const found = await outdatedContainers(client, 'app:1', {})
    expect(found.map(({ name, createdFrom }) => [name, createdFrom])).toEqual([
      ['moved', 'app:1'],
      ['implied', 'docker.io/library/app'],
    ])
    expect(askedFor).toEqual(['moved', 'byId', 'implied', 'gone'])
  })
})

describe('the request of a run', () => {
  it.each([
    ['a NUL in a word', { command: ['a\0b'] }],
    ['a variable without a name', { env: ['=x'] }],
    ['an empty name', { name: '' }],
    [
      'a port of the host that there is not',
      { ports: [{ containerPort: 80, protocol: 'tcp', hostPort: 0 }] },
    ],
    ['a fraction of a port', { ports: [{ containerPort: 80.5, protocol: 'tcp' }] }],
    ['an unknown protocol', { ports: [{ containerPort: 80, protocol: 'icmp' }] }],
    ['an address that is a name', { ports: [{ containerPort: 80, protocol: 'tcp', hostIp: 'host' }] }],
    ['what docker run has and Strata does not ask for', { privileged: true }],
  ])('is refused with %s', (_what, over) => {
    expect(runRequestSchema.safeParse({ ...plain, ...over }).success).toBe(false)
  })

  it('takes what a container can be', () => {
    const whole = {
      ...plain,
      name: 'web',
      command: ['', 'a b'],
      entrypoint: [],
      env: ['A=b=c', 'FROM_HOST', 'EMPTY='],
      ports: [{ containerPort: 80, protocol: 'udp', hostPort: 1, hostIp: '::1' }],
      replace: 'old',
    }
    expect(runRequestSchema.parse(whole)).toEqual(whole)
  })
})
