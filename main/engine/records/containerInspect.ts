import { shortId } from '@shared/domain/digest'
import type { PublishedPort } from '@shared/domain/run'
import type { InspectedContainer, PortHolder } from '../../ports/containerEngine'
import { readInspectedContainer } from './containers'
import { isJson, type Json, object, rows, text, textMap, texts } from './read'

/** `GET /containers/{id}/json`, with what making the same again needs. */
export function readWholeContainer(answer: unknown): InspectedContainer {
  const container = object(answer)
  const { id, name, state, running, imageId, createdFrom } = readInspectedContainer(answer)
  const config = object(container.Config)
  const hostConfig = object(container.HostConfig)
  const { ExitCode: exitCode, OOMKilled: outOfMemory, Error: error } = object(container.State)
  const said = text(error)
  return {
    id,
    name,
    state,
    running,
    imageId,
    image: createdFrom,
    ...(typeof exitCode === 'number' && !running && state !== 'created' ? { exitCode } : {}),
    outOfMemory: outOfMemory === true,
    ...(said === undefined ? {} : { error: said }),
    autoRemove: hostConfig.AutoRemove === true,
    labels: textMap(config.Labels),
    entrypoint: texts(config.Entrypoint),
    command: texts(config.Cmd),
    env: texts(config.Env),
    wantedPorts: readPorts(hostConfig.PortBindings),
    publishAll: hostConfig.PublishAllPorts === true,
    ports: readPorts(object(container.NetworkSettings).Ports),
    recipe: { opaque: container },
  }
}

/** `{"80/tcp":[{"HostIp":"","HostPort":"8080"}]}`; null where a port is exposed only. */
function readPorts(value: unknown): readonly PublishedPort[] {
  if (!isJson(value)) return []
  return Object.entries(value).flatMap(([key, bindings]) => {
    const [, port, protocol] = /^(\d{1,5})\/(tcp|udp|sctp)$/.exec(key) ?? []
    if (port === undefined || !isProtocol(protocol)) return []
    // On all addresses is told twice, of IPv4 and of IPv6.
    const all = rows(bindings).map((binding) => published(Number(port), protocol, binding))
    return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
  })
}

function published(containerPort: number, protocol: PublishedPort['protocol'], binding: Json): PublishedPort {
  const hostPort = Number(text(binding.HostPort) ?? 0)
  const hostIp = text(binding.HostIp)
  return {
    containerPort,
    protocol,
    ...(Number.isInteger(hostPort) && hostPort > 0 ? { hostPort } : {}),
    ...(hostIp === undefined || hostIp === '0.0.0.0' || hostIp === '::' ? {} : { hostIp }),
  }
}

function isProtocol(text: string | undefined): text is PublishedPort['protocol'] {
  return text === 'tcp' || text === 'udp' || text === 'sctp'
}

/** `Ports` of `GET /containers/json`: only those that a host's port leads to. */
export function readPortHolders(answer: unknown): readonly PortHolder[] {
  return rows(answer).flatMap((row) => {
    const id = text(row.Id)
    if (id === undefined) return []
    const container = texts(row.Names)[0]?.replace(/^\//, '') ?? shortId(id)
    return rows(row.Ports).flatMap(({ PublicPort, PrivatePort, Type, IP }) => {
      const protocol = typeof Type === 'string' ? Type : undefined
      if (typeof PublicPort !== 'number' || typeof PrivatePort !== 'number' || !isProtocol(protocol))
        return []
      const binding = { HostPort: String(PublicPort), HostIp: IP }
      return [{ containerId: id, container, port: published(PrivatePort, protocol, binding) }]
    })
  })
}
