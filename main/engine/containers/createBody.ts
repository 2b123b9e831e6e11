import type { PublishedPort } from '@shared/domain/run'
import type { ContainerRecipe, ContainerSpec } from '../../ports/containerEngine'
import { isJson, object, text } from '../records/read'

/** Body of `POST /containers/create`. */
export function createBody(spec: ContainerSpec): unknown {
  const { image, entrypoint, command, env, ports, labels } = spec
  return {
    Image: image,
    // One empty string is how an entrypoint is taken away; an empty list means the image's own.
    ...(entrypoint === undefined ? {} : { Entrypoint: entrypoint.length === 0 ? [''] : entrypoint }),
    ...(command === undefined ? {} : { Cmd: command }),
    Env: env,
    Labels: Object.fromEntries(labels),
    ExposedPorts: Object.fromEntries(ports.map((port) => [keyOf(port), {}])),
    HostConfig: {
      AutoRemove: spec.autoRemove,
      PublishAllPorts: spec.publishAll,
      PortBindings: bindings(ports),
    },
  }
}

function bindings(ports: readonly PublishedPort[]): Record<string, readonly unknown[]> {
  const all: Record<string, unknown[]> = {}
  for (const port of ports) {
    const { hostIp = '', hostPort } = port
    const binding = { HostIp: hostIp, HostPort: hostPort === undefined ? '' : String(hostPort) }
    all[keyOf(port)] = [...(all[keyOf(port)] ?? []), binding]
  }
  return all
}

function keyOf({ containerPort, protocol }: PublishedPort): string {
  return `${containerPort}/${protocol}`
}

/** Networks as they were told to the engine; addresses that it gave itself are left out. */
const networkKeys = ['Aliases', 'Links', 'IPAMConfig', 'DriverOpts']

/** The same container again, from the very image that it was made from: its reference may lead elsewhere by now. */
export function recreateBody({ opaque }: ContainerRecipe): unknown {
  const container = object(opaque)
  const { Hostname: hostname, ...config } = object(container.Config)
  const ownName = text(container.Id)?.slice(0, 12)
  const networks = object(object(container.NetworkSettings).Networks)
  const endpoints = Object.entries(networks).flatMap(([name, network]) => {
    if (!isJson(network)) return []
    const kept = networkKeys.filter((key) => network[key] !== undefined && network[key] !== null)
    return [[name, Object.fromEntries(kept.map((key) => [key, network[key]]))] as const]
  })
  return {
    ...config,
    ...(hostname === ownName ? {} : { Hostname: hostname }),
    Image: container.Image,
    HostConfig: container.HostConfig,
    NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) },
  }
}
