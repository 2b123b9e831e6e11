import {
  defaultDomain,
  isTag,
  nameOnly,
  parseReference,
  type Reference,
  withDefaultTag,
} from '@shared/domain/reference'
import { AppFailure, appError } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import type { RegistryReader } from '../../ports/registryClient'
import type { Http } from '../http'
import { headManifest, pullScope } from './manifests'
import { listNames } from './paging'
import { createSession, type RegistrySession } from './session'
import { createRegistrySource } from './source'

/** Where Docker Hub's images really are; its other names lead to web pages. */
const hubHost = 'registry-1.docker.io'

/** Reads images of any registry, as anybody may. Tokens and what is known of a registry are kept for as long as this lives. */
export function createRegistryReader(http: Http): RegistryReader {
  const sessions = new Map<string, RegistrySession>()
  const sessionOf = (domain: string): RegistrySession => {
    const host = domain === defaultDomain ? hubHost : domain
    const known = sessions.get(host) ?? createSession(http, host)
    sessions.set(host, known)
    return known
  }
  return {
    open: (text, options = {}) => {
      const reference = referenceOf(text)
      return createRegistrySource(sessionOf(reference.domain), reference, options)
    },
    digest: async (text, options) => {
      const { domain, path, digest, tag } = referenceOf(text)
      return await headManifest(
        sessionOf(domain),
        { repository: path, reference: digest ?? tag ?? '' },
        options,
      )
    },
    tags: async (text, options) => {
      const { domain, path } = nameOnly(referenceOf(text))
      const list = {
        path: `/v2/${path}/tags/list`,
        scope: pullScope(path),
        field: 'tags' as const,
        isName: isTag,
      }
      return await listNames(sessionOf(domain), list, options)
    },
    repositories: async (host, options) => {
      const { domain } = referenceOf(`${host}/any`)
      const list = {
        path: '/v2/_catalog',
        scope: 'registry:catalog:*',
        field: 'repositories' as const,
        isName: (name: string) => parseReference(`${host}/${name}`).ok,
      }
      return await listNames(sessionOf(domain), list, options)
    },
  }
}

/** With a tag or a digest. Throws AppFailure REFERENCE_*. */
function referenceOf(text: string): Reference {
  const parsed = parseReference(text)
  if (!parsed.ok) throw new AppFailure(parsed.error)
  // A name that engines take as it is names no host that could be asked.
  if (parsed.value.domain === '' || !URL.canParse(`https://${parsed.value.domain}`)) {
    throw new AppFailure(appError('REFERENCE_INVALID', { reference: ellipsis(harmless(text), 120) }))
  }
  return withDefaultTag(parsed.value)
}
