import { Readable } from 'node:stream'
import type { ImageStore } from '@shared/domain/engine'
import { parseReference } from '@shared/domain/reference'
import { AppFailure } from '@shared/errors'
import { encodeAuthConfig, toAuthConfig } from '../../credentials/authConfig'
import type { Credential } from '../../ports/credentialSource'
import type { TransferEngine } from '../../ports/transferEngine'
import { isBefore } from '../connection/apiVersion'
import { type EngineHttp, type EngineRequest, imagePath } from '../http/engineHttp'
import { notAnEngine, object, text } from '../records/read'
import { answerBytes, cutOff, transferMessages } from './messages'
import { type RegistryErrand, registryFailureOf } from './registryRefusal'

type Engine = { readonly apiVersion: string; readonly store: ImageStore }

/** Pull, push, save, load and import over one connection. */
export function transferRequests(http: EngineHttp, engine: Engine): TransferEngine {
  return {
    async *pull({ name, version, platform, credential }, { signal }) {
      const errand = errandOf(name, joined(name, version), platform)
      const answer = await http.open({
        method: 'POST',
        path: '/images/create',
        query: { fromImage: name, tag: version, ...(platform === undefined ? {} : { platform }) },
        ...(credential === undefined ? {} : { headers: authHeader(credential, errand.host) }),
        refusal: ({ words }) => registryFailureOf(words, errand),
        signal,
      })
      yield* transferMessages(answer, errand)
    },

    async *push({ name, tag, credential }, { signal }) {
      const errand = errandOf(name, `${name}:${tag}`)
      const answer = await http.open({
        method: 'POST',
        path: imagePath(name, '/push'),
        query: { tag },
        headers: authHeader(credential, errand.host),
        refusal: ({ words }) => registryFailureOf(words, errand),
        signal,
      })
      yield* transferMessages(answer, errand)
    },

    async *save(images, { signal }) {
      yield* answerBytes(await http.open(saveRequest(images, signal)))
    },

    async saveInto(images, sink, { signal }) {
      let hasBegun = false
      const take = (bytes: Uint8Array) => {
        hasBegun = true
        sink.take(bytes)
      }
      try {
        await http.pour(saveRequest(images, signal), { take, room: () => sink.room() })
      } catch (error) {
        throw hasBegun ? cutOff(error) : error
      }
    },

    async *load(archive, { signal }) {
      const answer = await http.open({
        ...upload(archive),
        path: '/images/load',
        query: { quiet: '0' },
        signal,
      })
      yield* transferMessages(answer)
    },

    async *importRootfs(rootfs, { repository, tag, platform, message, changes = [] }, { signal }) {
      const query = {
        fromSrc: '-',
        ...(repository === undefined ? {} : { repo: repository }),
        ...(tag === undefined ? {} : { tag }),
        ...(platform === undefined ? {} : { platform }),
        ...(message === undefined ? {} : { message }),
        ...(changes.length === 0 ? {} : { changes }),
      }
      const answer = await http.open({ ...upload(rootfs), path: '/images/create', query, signal })
      yield* transferMessages(answer)
    },

    async registryDigest({ name, tag, credential }, { signal }) {
      const errand = errandOf(name, `${name}:${tag}`)
      const answer = await http.json({
        path: `/distribution/${imagePath(`${name}:${tag}`).slice('/images/'.length)}/json`,
        headers: authHeader(credential, errand.host),
        refusal: ({ words }) => registryFailureOf(words, errand),
        signal,
      })
      const digest = text(object(object(answer).Descriptor).digest)
      if (digest === undefined) throw notAnEngine('distribution')
      return digest
    },

    async hasPlatform(image, platform, { signal }) {
      // Before 1.49 a containerd store can't be asked about one platform of several (moby, docs/api/version-history.md).
      const canAsk = !isBefore(engine.apiVersion, '1.49')
      if (engine.store === 'containerd' && !canAsk) return true
      const [os = '', architecture = '', variant] = platform.split('/')
      const query: Record<string, string> =
        engine.store === 'containerd'
          ? { platform: JSON.stringify({ os, architecture, ...(variant === undefined ? {} : { variant }) }) }
          : {}
      try {
        const found = object(await http.json({ path: imagePath(image, '/json'), query, signal }))
        const isSame = text(found.Os) === os && text(found.Architecture) === architecture
        return isSame && (variant === undefined || (text(found.Variant) ?? variant) === variant)
      } catch (error) {
        if (error instanceof AppFailure && error.error.params.status === 404) return false
        if (error instanceof AppFailure && error.error.code === 'IMAGE_NOT_FOUND') return false
        throw error
      }
    },
  }
}

function saveRequest(images: readonly string[], signal: AbortSignal): EngineRequest {
  const [image = ''] = images
  return { path: '/images/get', query: { names: images }, subject: { type: 'image', image }, signal }
}

function errandOf(name: string, reference: string, platform?: string): RegistryErrand {
  const parsed = parseReference(name)
  const host = parsed.ok ? parsed.value.domain : name
  return { host, name, reference, ...(platform === undefined ? {} : { platform }) }
}

function joined(name: string, version: string): string {
  return `${name}${version.includes(':') ? '@' : ':'}${version}`
}

/** Old engines refuse a push without the header, so one that says nothing is sent where there is no credential. */
function authHeader(credential: Credential | undefined, host: string): Readonly<Record<string, string>> {
  const value =
    credential === undefined
      ? Buffer.from('{}').toString('base64url')
      : encodeAuthConfig(toAuthConfig(credential, host))
  return { 'X-Registry-Auth': value }
}

/** No length is told: the source may be shorter or longer than it seemed. */
function upload(bytes: AsyncIterable<Uint8Array>): Pick<EngineRequest, 'method' | 'headers' | 'body'> {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-tar' },
    body: Readable.from(bytes, { objectMode: false, highWaterMark: 1_048_576 }),
  }
}
