import { type AppErrorCode, AppFailure, appError, type Params } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import { z } from 'zod'
import type { Credential } from '../ports/credentialSource'
import { guardedCredential } from './guardedCredential'
import { extendedPath, findProgram, type Machine, pathVariable } from './helperPath'
import { type HelperLimits, runHelper } from './runHelper'

/** Something that the user may want to know although it worked. */
export type CredentialNote = {
  readonly type: 'helperOutsidePath'
  /** `docker-credential-desktop` */
  readonly program: string
  readonly path: string
}

export type HelperContext = {
  readonly machine: Machine
  readonly limits: HelperLimits
  readonly onNote?: (note: CredentialNote) => void
}

// CVE-2019-15752 and its like: a name is part of a program's path.
const helperName = /^[a-z0-9_-]+$/
const answerShape = z.object({ Username: z.string(), Secret: z.string() })
/** docker-credential-helpers, credentials/error.go. */
const notFound = 'credentials not found in native keychain'
/** A helper that answers so holds an identity token, not a password (docker/cli native_store.go). */
const tokenUsername = '<token>'

/**
 * Asks `docker-credential-<name>` for one key. undefined: it has none. Throws AppFailure CREDENTIAL_HELPER_NAME_INVALID
 * {helper}, CREDENTIAL_HELPER_MISSING {helper}, CREDENTIAL_HELPER_TIMEOUT {helper, seconds}, CREDENTIAL_HELPER_FAILED
 * {helper, reason}. What the helper printed is never part of an error, since it may be the secret.
 */
export async function helperCredential(
  name: string,
  key: string,
  { machine, limits, onNote }: HelperContext,
  signal: AbortSignal | undefined,
): Promise<Credential | undefined> {
  if (!helperName.test(name)) {
    throw failure('CREDENTIAL_HELPER_NAME_INVALID', { helper: ellipsis(harmless(name), 60) })
  }
  const program = `docker-credential-${name}`
  const found = await findProgram(program, machine)
  if (found === undefined) throw failure('CREDENTIAL_HELPER_MISSING', { helper: name })
  if (!found.onPath) onNote?.({ type: 'helperOutsidePath', program, path: found.path })
  const run = await runHelper({
    program: found.path,
    env: { ...machine.env, [pathVariable(machine)]: extendedPath(machine) },
    input: key,
    limits,
    ...(signal === undefined ? {} : { signal }),
  })
  switch (run.type) {
    case 'timeout':
      throw failure('CREDENTIAL_HELPER_TIMEOUT', { helper: name, seconds: limits.time / 1000 })
    case 'tooMuch':
      throw failure('CREDENTIAL_HELPER_FAILED', { helper: name, reason: 'tooMuch' })
    case 'notStarted':
      throw failure('CREDENTIAL_HELPER_FAILED', { helper: name, reason: 'notStarted' })
    case 'ended':
      if (run.exitCode !== 0) return refused(name, run.exitCode, run.output)
      return readAnswer(name, run.output)
  }
}

function refused(name: string, exitCode: number, output: string): undefined {
  if (output.trim() === notFound) return undefined
  throw failure('CREDENTIAL_HELPER_FAILED', { helper: name, reason: 'exit', exitCode }, knownCause(output))
}

function readAnswer(name: string, output: string): Credential | undefined {
  const parsed = answerShape.safeParse(parse(output))
  if (!parsed.success) throw failure('CREDENTIAL_HELPER_FAILED', { helper: name, reason: 'answer' })
  const { Username: username, Secret: secret } = parsed.data
  if (username === tokenUsername) return guardedCredential('identityToken', '', secret)
  if (username === '' && secret === '') return undefined
  return guardedCredential('password', username, secret)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Our own words for causes that helpers are known to print; their words themselves stay unseen. */
const knownCauses: readonly (readonly [RegExp, string])[] = [
  [/D-?Bus|org\.freedesktop\.secrets/i, 'no desktop keyring is reachable (D-Bus)'],
  [/locked collection|is locked/i, 'the keyring is locked'],
  [/interaction is not allowed/i, 'the keychain is locked or may not ask the user'],
  [/pass not initialized|pass store is uninitialized/i, 'the password store (pass) is not initialised'],
  [/gpg/i, 'gpg could not decrypt the password store'],
]

function knownCause(output: string): string | undefined {
  return knownCauses.find(([pattern]) => pattern.test(output.slice(0, 10_000)))?.[1]
}

function failure(code: AppErrorCode, params: Params, detail?: string): AppFailure {
  const retryable = code === 'CREDENTIAL_HELPER_TIMEOUT' || code === 'CREDENTIAL_HELPER_FAILED'
  return new AppFailure(appError(code, params, { retryable, ...(detail === undefined ? {} : { detail }) }))
}
