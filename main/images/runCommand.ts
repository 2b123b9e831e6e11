import type { HealthcheckView, RunCommand } from '@shared/domain/imageDetails'
import type { InspectedConfig } from '../ports/engineClient'

const defaultShell = ['/bin/sh', '-c']

/**
 * ENTRYPOINT and CMD joined as the engine joins them (moby, daemon/oci_linux.go: args = entrypoint + cmd). A shell form
 * is known by the prefix of the image's SHELL: `["/bin/sh", "-c", "exec top"]`.
 */
export function runCommandOf(config: Pick<InspectedConfig, 'entrypoint' | 'cmd' | 'shell'>): RunCommand {
  const { entrypoint, cmd } = config
  const shell = config.shell ?? defaultShell
  const entrypointForm = formOf(entrypoint, shell)
  const cmdForm = formOf(cmd, shell)
  return {
    argv: [...entrypoint, ...cmd],
    entrypoint,
    cmd,
    ...(entrypointForm === undefined ? {} : { entrypointForm }),
    ...(cmdForm === undefined ? {} : { cmdForm }),
    cmdIgnored: entrypointForm === 'shell' && cmd.length > 0,
  }
}

function formOf(argv: readonly string[], shell: readonly string[]): 'shell' | 'exec' | undefined {
  if (argv.length === 0) return undefined
  const prefixed = argv.length === shell.length + 1 && shell.every((word, i) => argv[i] === word)
  return prefixed ? 'shell' : 'exec'
}

/** Nanoseconds in, milliseconds out; an empty test inherits what is not known here and shows as none. */
export function healthcheckOf(
  config: Pick<InspectedConfig, 'healthcheck' | 'shell'>,
): HealthcheckView | undefined {
  const { healthcheck, shell } = config
  if (healthcheck === undefined || healthcheck.test.length === 0) return undefined
  const [kind, ...words] = healthcheck.test
  const disabled = kind === 'NONE'
  const test = disabled ? [] : kind === 'CMD-SHELL' ? [...(shell ?? defaultShell), ...words] : words
  return {
    test,
    disabled,
    ...optionalMs('intervalMs', healthcheck.interval),
    ...optionalMs('timeoutMs', healthcheck.timeout),
    ...optionalMs('startPeriodMs', healthcheck.startPeriod),
    ...(healthcheck.retries === undefined ? {} : { retries: healthcheck.retries }),
  }
}

/** 0 means that the engine's default holds. */
function optionalMs<K extends string>(key: K, ns: number | undefined): { readonly [P in K]?: number } {
  const value: { [P in K]?: number } = {}
  if (ns !== undefined && ns !== 0) value[key] = ns / 1e6
  return value
}
