import type { ImageDetails, RunCommand } from '@shared/domain/imageDetails'
import { type PublishedPort, type RunOptions, type RunRequest, runCommandLine } from '@shared/domain/run'
import type { AppError } from '@shared/errors'
import { type SplitCommand, splitCommand } from '@shared/shellSplit'
import { shellWord } from '@shared/shellWord'

export type PortRow = {
  readonly key: number
  /** As typed; empty: the engine picks one. */
  readonly host: string
  /** As typed: `80`, `53/udp`. */
  readonly container: string
  /** Of a container whose settings were taken over. */
  readonly hostIp?: string
}

export type EnvRow = { readonly key: number; readonly text: string }

export type EntrypointMode = 'own' | 'none' | 'other'

export type RunForm = {
  /** As typed; empty: the image's own. */
  readonly command: string
  readonly entrypointMode: EntrypointMode
  readonly entrypoint: string
  readonly ports: readonly PortRow[]
  readonly publishAll: boolean
  readonly env: readonly EnvRow[]
  readonly name: string
  readonly autoRemove: boolean
  readonly detach: boolean
}

/** A container that was named to give way. */
export type Replaceable = { readonly id: string; readonly name: string }

/** What a fresh form proposes: the ports that the image exposes; gone when it ends. */
export function formForImage(details: Pick<ImageDetails, 'ports'> | undefined): RunForm {
  return {
    command: '',
    entrypointMode: 'own',
    entrypoint: '',
    ports: (details?.ports ?? []).flatMap((text, key) => proposedPort(text, key) ?? []),
    publishAll: false,
    env: [],
    name: '',
    autoRemove: true,
    detach: false,
  }
}

/** The same number on the host, but for those that belong to the system: 80 becomes 8080, 443 becomes 8443. */
function proposedPort(exposed: string, key: number): PortRow | undefined {
  const read = readContainerPort(exposed)
  if (read === undefined) return undefined
  const { containerPort: port, protocol } = read
  const host = port >= 1_024 ? port : port === 80 ? 8_080 : port + 8_000
  return { key, host: String(host), container: protocol === 'tcp' ? String(port) : `${port}/${protocol}` }
}

export function formForOptions(options: RunOptions): RunForm {
  const { entrypoint, command, ports, env, name = '', publishAll, autoRemove, detach } = options
  const line = (words: readonly string[]): string => words.map(shellWord).join(' ')
  return {
    command: command === undefined ? '' : line(command),
    entrypointMode: entrypoint === undefined ? 'own' : entrypoint.length === 0 ? 'none' : 'other',
    entrypoint: line(entrypoint ?? []),
    ports: ports.map(({ containerPort, protocol, hostPort, hostIp }, key) => ({
      key,
      host: hostPort === undefined ? '' : String(hostPort),
      container: protocol === 'tcp' ? String(containerPort) : `${containerPort}/${protocol}`,
      ...(hostIp === undefined ? {} : { hostIp }),
    })),
    publishAll,
    env: env.map((text, key) => ({ key, text })),
    name,
    autoRemove,
    detach,
  }
}

/** A row more, whatever keys there are. */
export function nextKey(rows: readonly { readonly key: number }[]): number {
  return rows.reduce((most, { key }) => Math.max(most, key), -1) + 1
}

/** Several lines that were pasted into one row become rows; a row that was empty before goes. */
export function pastedEnv(
  rows: readonly EnvRow[],
  at: number,
  pasted: string,
): readonly EnvRow[] | undefined {
  const lines = pasted
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
  if (lines.length < 2) return undefined
  const first = nextKey(rows)
  const fresh = lines.map((text, index) => ({ key: first + index, text }))
  return rows.flatMap((row) => {
    if (row.key !== at) return [row]
    return row.text.trim() === '' ? fresh : [row, ...fresh]
  })
}

export type RunProblem =
  | { readonly field: 'command' | 'entrypoint'; readonly type: 'open'; readonly sign: string }
  | { readonly field: 'entrypoint'; readonly type: 'empty' }
  | { readonly field: 'name'; readonly type: 'invalid' }
  | { readonly field: 'port'; readonly type: 'host' | 'container' | 'twice'; readonly key: number }
  | { readonly field: 'env'; readonly type: 'noName'; readonly key: number }

export type RunPlan = {
  readonly problems: readonly RunProblem[]
  /** The words that start, those of the image included; undefined while the image is not known or a quote is open. */
  readonly words: readonly string[] | undefined
  /** What only a shell would act on. */
  readonly signs: readonly string[]
  /** Undefined while there are problems. */
  readonly request: RunRequest | undefined
  readonly commandLine: string | undefined
}

export function planOf(
  form: RunForm,
  image: string,
  { own, replace }: { readonly own: RunCommand | undefined; readonly replace: Replaceable | undefined },
): RunPlan {
  const command = splitCommand(form.command)
  const entrypoint = splitCommand(form.entrypointMode === 'other' ? form.entrypoint : '')
  const read = readRows(form)
  const problems = [...wordProblems(form, command, entrypoint), ...nameProblems(form.name), ...read.problems]
  const chosen = {
    ...(command.type === 'words' && command.words.length > 0 ? { command: command.words } : {}),
    ...(form.entrypointMode === 'own' || entrypoint.type === 'open' ? {} : { entrypoint: entrypoint.words }),
  }
  const signs = [command, entrypoint].flatMap((split) => (split.type === 'words' ? split.signs : []))
  const isOpen = command.type === 'open' || entrypoint.type === 'open'
  const words = isOpen || own === undefined ? undefined : startedWords(own, chosen)
  if (problems.length > 0)
    return { problems, words, signs: [...new Set(signs)], request: undefined, commandLine: undefined }
  const request: RunRequest = {
    image,
    ...(form.name.trim() === '' ? {} : { name: form.name.trim() }),
    ...chosen,
    env: read.env,
    ports: read.ports,
    publishAll: form.publishAll,
    autoRemove: form.autoRemove,
    detach: form.detach,
    ...(replace === undefined ? {} : { replace: replace.id }),
  }
  const remove = replace === undefined ? '' : `docker rm --force ${replace.name}\n`
  return {
    problems,
    words,
    signs: [...new Set(signs)],
    request,
    commandLine: remove + runCommandLine(request),
  }
}

/** As the engine joins them (moby, daemon/commit.go): another entrypoint, or none, drops the image's CMD. */
function startedWords(
  own: RunCommand,
  { command, entrypoint }: Pick<RunOptions, 'command' | 'entrypoint'>,
): readonly string[] {
  if (entrypoint !== undefined) return [...entrypoint, ...(command ?? [])]
  return [...own.entrypoint, ...(command ?? own.cmd)]
}

function wordProblems(
  { entrypointMode }: RunForm,
  command: SplitCommand,
  entrypoint: SplitCommand,
): readonly RunProblem[] {
  const problems: RunProblem[] = []
  if (command.type === 'open') problems.push({ field: 'command', type: 'open', sign: command.sign })
  if (entrypoint.type === 'open') problems.push({ field: 'entrypoint', type: 'open', sign: entrypoint.sign })
  else if (entrypointMode === 'other' && entrypoint.words.length === 0)
    problems.push({ field: 'entrypoint', type: 'empty' })
  return problems
}

/** moby, daemon/names: RestrictedNameChars. */
function nameProblems(name: string): readonly RunProblem[] {
  const typed = name.trim()
  return typed === '' || /^[a-zA-Z0-9][\w.-]+$/.test(typed) ? [] : [{ field: 'name', type: 'invalid' }]
}

function readRows(form: RunForm): {
  readonly ports: readonly PublishedPort[]
  readonly env: readonly string[]
  readonly problems: readonly RunProblem[]
} {
  const ports: PublishedPort[] = []
  const problems: RunProblem[] = []
  const taken = new Set<string>()
  for (const { key, host, container, hostIp } of form.ports) {
    if (host.trim() === '' && container.trim() === '') continue
    const inside = readContainerPort(container)
    const hostPort = host.trim() === '' ? undefined : portNumber(host)
    const seat = `${hostIp ?? ''} ${hostPort} ${inside?.protocol}`
    if (inside === undefined) problems.push({ field: 'port', type: 'container', key })
    else if (host.trim() !== '' && hostPort === undefined) problems.push({ field: 'port', type: 'host', key })
    else if (hostPort !== undefined && taken.has(seat)) problems.push({ field: 'port', type: 'twice', key })
    else {
      taken.add(seat)
      const at = {
        ...(hostPort === undefined ? {} : { hostPort }),
        ...(hostIp === undefined ? {} : { hostIp }),
      }
      ports.push({ ...inside, ...at })
    }
  }
  const env = form.env.filter(({ text }) => text.trim() !== '')
  for (const { key, text } of env)
    if (text.startsWith('=')) problems.push({ field: 'env', type: 'noName', key })
  return { ports, env: env.map(({ text }) => text), problems }
}

function readContainerPort(text: string): Pick<PublishedPort, 'containerPort' | 'protocol'> | undefined {
  const [, number, protocol = 'tcp'] = /^\s*(\d{1,5})(?:\/(tcp|udp|sctp))?\s*$/i.exec(text) ?? []
  const containerPort = number === undefined ? undefined : portNumber(number)
  if (containerPort === undefined) return undefined
  const lower = protocol.toLowerCase()
  return { containerPort, protocol: lower === 'udp' || lower === 'sctp' ? lower : 'tcp' }
}

function portNumber(text: string): number | undefined {
  const value = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0
  return value >= 1 && value <= 65_535 ? value : undefined
}

/** Who is in the way, where it is a container that could give way. */
export function conflictOf(error: AppError | undefined): Replaceable | undefined {
  if (error === undefined) return undefined
  const { code, params } = error
  if (code === 'CONTAINER_NAME_TAKEN') return { id: String(params.container), name: String(params.name) }
  if (code === 'RUN_PORT_HELD') return { id: String(params.containerId), name: String(params.container) }
  return undefined
}
