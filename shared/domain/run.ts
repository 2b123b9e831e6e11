import { shellWord } from '../shellWord'
import type { ImageId } from './image'

/** A port of a container on the host. `hostPort` absent: the engine picks one. */
export type PublishedPort = {
  /** 1 to 65535, in the container. */
  readonly containerPort: number
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly hostPort?: number
  /** Address of the host; absent: all of them. */
  readonly hostIp?: string
}

/** What a person asks for: `docker run` as far as checking an image needs it. */
export type RunOptions = {
  /** Reference or id. */
  readonly image: string
  readonly name?: string
  /** Arguments after the image; absent: the image's own CMD. */
  readonly command?: readonly string[]
  /** Absent: the image's own. Empty: none at all (`--entrypoint ""`). */
  readonly entrypoint?: readonly string[]
  /** `NAME=value` */
  readonly env: readonly string[]
  readonly ports: readonly PublishedPort[]
  readonly publishAll: boolean
  readonly autoRemove: boolean
  /** Done when it runs, instead of when it has ended. */
  readonly detach: boolean
}

/** Marks the containers that Strata started; on the container alone, never in an image. */
export const ownContainerLabel = 'strata.started-for'

export type RunRequest = RunOptions & {
  /** Name or id of the container whose place the new one takes; the person named it. */
  readonly replace?: string
}

/** A container that runs an older image of a name that a newer image has now. */
export type OutdatedContainer = {
  readonly id: string
  readonly name: string
  readonly running: boolean
  /** What it was created from: a name of the newer image. */
  readonly createdFrom: string
  readonly imageId: ImageId
}

/** A run while it goes on: what was made, and where it answers. */
export type RunView = {
  readonly containerId: string
  readonly name: string
  readonly ports: readonly PublishedPort[]
}

/** What was done with the container whose place another one took. */
export type Replaced = {
  readonly containerId: string
  readonly name: string
  readonly imageId: ImageId
  /** What it was created from. */
  readonly image: string
  readonly wasRunning: boolean
}

export type RunReport = {
  readonly containerId: string
  readonly name: string
  readonly imageId: ImageId
  /** Of the end; absent while it runs. */
  readonly exitCode?: number
  /** Killed for want of memory. */
  readonly outOfMemory: boolean
  readonly running: boolean
  /** False: it was removed, by itself (`--rm`) or at the end. */
  readonly isThere: boolean
  /** As the engine gave them, while it ran. */
  readonly ports: readonly PublishedPort[]
  readonly replaced?: Replaced
  /** Lines of output, those that the log's cap dropped included. */
  readonly lines: number
  /** ms from start to end, or until now. */
  readonly took: number
}

/** `8080:80`, `127.0.0.1:8080:80/udp`, `80`: as `docker run -p` takes it. */
export function portText({ hostIp, hostPort, containerPort, protocol }: PublishedPort): string {
  const ip = hostIp === undefined ? '' : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:`
  const host = hostPort === undefined ? (ip === '' ? '' : ':') : `${hostPort}:`
  return `${ip}${host}${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`
}

/** What to open in a browser; only of TCP ports that all or this machine's own addresses have. */
export function urlOf({ hostIp, hostPort, protocol }: PublishedPort): string | undefined {
  const isHere = hostIp === undefined || ['', '0.0.0.0', '::', '127.0.0.1', '::1'].includes(hostIp)
  return hostPort === undefined || protocol !== 'tcp' || !isHere ? undefined : `http://localhost:${hostPort}`
}

/** The command that does the same, ready for a POSIX shell. */
export function runCommandLine(options: RunOptions): string {
  const { entrypoint } = options
  const [program, ...before] = entrypoint ?? []
  const parts = [
    'docker run',
    ...(options.detach ? ['--detach'] : []),
    ...(options.autoRemove ? ['--rm'] : []),
    ...(options.name === undefined ? [] : ['--name', shellWord(options.name)]),
    ...options.ports.flatMap((port) => ['-p', portText(port)]),
    ...(options.publishAll ? ['-P'] : []),
    ...options.env.flatMap((entry) => ['--env', shellWord(entry)]),
    ...(entrypoint === undefined ? [] : ['--entrypoint', shellWord(program ?? '')]),
    shellWord(options.image),
    ...[...before, ...(options.command ?? [])].map(shellWord),
  ]
  return parts.join(' ')
}
