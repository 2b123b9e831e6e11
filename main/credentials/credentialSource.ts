import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { Credential, CredentialSource } from '../ports/credentialSource'
import { defaultHelper } from './defaultHelper'
import { type DockerConfig, dockerConfigPath, parseDockerConfig, readDockerConfig } from './dockerConfig'
import { type FileLookup, fileCredential } from './fileCredential'
import { type CredentialNote, type HelperContext, helperCredential } from './helperCredential'
import type { Machine } from './helperPath'
import { registryKey } from './registryKey'
import { type HelperLimits, helperLimits } from './runHelper'

export type CredentialSourceOptions = Machine & {
  readonly limits?: HelperLimits
  readonly onNote?: (note: CredentialNote) => void
}

/**
 * Credentials as the docker CLI resolves them for a registry: `DOCKER_AUTH_CONFIG`, then the helper of `credHelpers`
 * for exactly this host, else `credsStore`, else `auths`. config.json is read at each call and never written.
 */
export function createCredentialSource(options: CredentialSourceOptions): CredentialSource {
  const { env, homedir, platform, onNote } = options
  const machine: Machine = { env, homedir, platform }
  const path = dockerConfigPath(env, homedir)
  const context: HelperContext = {
    machine,
    limits: options.limits ?? helperLimits,
    ...(onNote === undefined ? {} : { onNote }),
  }
  return {
    async get(host, { signal }) {
      signal?.throwIfAborted()
      const key = registryKey(host)
      if (key === undefined) {
        throw new AppFailure(
          appError('INPUT_INVALID', { field: 'host', value: ellipsis(harmless(host), 80) }),
        )
      }
      const fromEnv = environmentCredential(env.DOCKER_AUTH_CONFIG, key)
      if (fromEnv !== undefined) return fromEnv
      const config = await readDockerConfig(path)
      const helper = config.credHelpers.get(key) ?? config.credsStore ?? ''
      if (helper !== '') return await helperCredential(helper, key, context, signal)
      if (isEmpty(config)) return await defaultHelperCredential(key, context, signal)
      return credentialOf(fileCredential(config.auths, key), path)
    },
  }
}

/** docker/cli 28.3 and later: `{"auths":{"host":{"auth":"..."}}}`, the key itself only; what is broken is passed over. */
function environmentCredential(text: string | undefined, key: string): Credential | undefined {
  if (text === undefined || text === '') return undefined
  const auths = parseDockerConfig(text)?.auths
  if (auths?.has(key) !== true) return undefined
  const found = fileCredential(auths, key)
  return found.type === 'found' ? found.credential : undefined
}

function isEmpty(config: DockerConfig): boolean {
  return config.auths.size === 0 && config.credHelpers.size === 0 && config.credsStore === undefined
}

/** Nobody chose this helper: if it has trouble, docker goes on without a credential, and so do we. */
async function defaultHelperCredential(
  key: string,
  context: HelperContext,
  signal: AbortSignal | undefined,
): Promise<Credential | undefined> {
  const helper = await defaultHelper(context.machine)
  if (helper === undefined) return undefined
  try {
    return await helperCredential(helper, key, context, signal)
  } catch (error) {
    if (error instanceof AppFailure) return undefined
    throw error
  }
}

function credentialOf(found: FileLookup, path: string): Credential | undefined {
  if (found.type === 'found') return found.credential
  if (found.type === 'none') return undefined
  throw new AppFailure(
    appError('CREDENTIAL_CONFIG_INVALID', { path: ellipsis(harmless(path), 300), reason: 'entry' }),
  )
}
