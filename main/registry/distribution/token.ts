import { AppFailure } from '@shared/errors'
import { z } from 'zod'
import type { RegistryCallOptions } from '../../ports/registryClient'
import { registryFailure } from '../failures'
import type { Http } from '../http'
import type { Challenge } from './challenge'
import type { Realm } from './realm'

export type Token = {
  readonly token: string
  /** ms since the epoch; not used after it. */
  readonly until: number
}

/** Bytes of a token server's answer; Docker Hub's has 5 KB. */
const maxAnswer = 64 * 1024
/** Characters of a token: servers take headers of 8 to 16 KiB. */
const maxToken = 16 * 1024
/** ms a token holds when its server does not say (distribution, token.md). */
const defaultLife = 60_000
const longestLife = 3_600_000

const answer = z.object({
  token: z.string().nullish(),
  access_token: z.string().nullish(),
  expires_in: z.number().positive().nullish().catch(undefined),
})

/**
 * A token for what everybody may read: no name and no password goes along. Throws AppFailure REGISTRY_UNAUTHORIZED where
 * there is none for the anonymous, REGISTRY_REALM_REFUSED, REGISTRY_*.
 */
export async function anonymousToken(
  http: Http,
  registry: URL,
  realm: Realm,
  wanted: { readonly challenge: Challenge; readonly scope: string },
  options: RegistryCallOptions,
): Promise<Token> {
  const url = new URL(realm.url)
  const service = wanted.challenge.params.get('service')
  if (service !== undefined) url.searchParams.set('service', service)
  // Asked for by us, not by the registry: to read, and this repository alone.
  url.searchParams.set('scope', wanted.scope)
  const { guard } = realm
  const said = await told(
    http.json({ ...options, url, guard, redirects: 'refuse', bodyLimit: maxAnswer }),
    registry,
    realm,
  )
  const parsed = answer.safeParse(said.value)
  const token = parsed.success ? parsed.data.token || parsed.data.access_token : undefined
  if (!parsed.success || !token || token.length > maxToken || !/^[\x21-\x7e]+$/.test(token)) {
    throw registryFailure('REGISTRY_ANSWER_INVALID', url, { params: { reason: 'token' } })
  }
  const life = Math.min((parsed.data.expires_in ?? 0) * 1000 || defaultLife, longestLife)
  return { token, until: Date.now() + life }
}

async function told<T>(asking: Promise<T>, registry: URL, realm: Realm): Promise<T> {
  try {
    return await asking
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error
    const { code, params, detail } = error.error
    if (code === 'REGISTRY_REDIRECT_REFUSED') throw realm.refuse('redirect')
    if (code !== 'REGISTRY_UNAUTHORIZED' && code !== 'REGISTRY_FORBIDDEN') throw error
    const { host: _, ...rest } = params
    throw registryFailure('REGISTRY_UNAUTHORIZED', registry, {
      params: rest,
      ...(detail === undefined ? {} : { detail }),
    })
  }
}
