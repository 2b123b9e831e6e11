import { cutText } from '@shared/domain/cutText'
import type { ContainerUse, ImageId } from '@shared/domain/image'
import type { ImageDetails, NamedReference } from '@shared/domain/imageDetails'
import type { LedgerView } from '@shared/domain/ledger'
import { parseReference } from '@shared/domain/reference'
import { referenceParts } from '@shared/domain/referenceParts'
import { cut, ellipsis } from '@shared/text'
import type { InspectedConfig, InspectedImage, ListedContainer } from '../ports/engineClient'
import { fairLimit } from './cutTexts'
import { platformOf } from './imageEntry'
import { healthcheckOf, runCommandOf } from './runCommand'

export type DetailsSurroundings = {
  readonly containers: readonly ListedContainer[]
  readonly children: readonly { readonly id: ImageId; readonly name?: string }[]
  readonly ledger?: LedgerView
}

/** Limits of one details message, so that it stays under 1 MB whatever the image holds. */
const maxLabels = 1_000
const maxEnv = 1_000
const maxWords = 500
const maxValue = 4_096
const maxName = 256
const valueBudget = 250_000
const wordBudget = 50_000

/** Pure: what an inspect, and the neighbours of the image, say to a person. */
export function detailsOf(image: InspectedImage, around: DetailsSurroundings): ImageDetails {
  const { config } = image
  const healthcheck = healthcheckOf(config)
  const env = config.env.slice(0, maxEnv).map(splitEnv)
  const envLimit = limitOf(env.map(([, value]) => value))
  const labels = [...config.labels].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, maxLabels)
  const labelLimit = limitOf(labels.map(([, value]) => value))
  return {
    id: image.id,
    ...namesOf(image),
    ...defined('parentId', image.parentId),
    ...defined('created', image.created),
    ...defined('lastTagged', image.lastTagged),
    size: image.size,
    platform: platformOf(image),
    ...shortText('author', image.author),
    ...shortText('comment', image.comment),
    ...shortText('dockerVersion', image.dockerVersion),
    command: runCommandOf(wordsCut(config)),
    env: env.map(([name, value]) => ({ name: ellipsis(name, maxName), value: cutText(value, envLimit) })),
    envTotal: config.env.length,
    ports: words(config.exposedPorts),
    volumes: words(config.volumes),
    ...shortText('user', config.user),
    ...shortText('workdir', config.workdir),
    ...shortText('stopSignal', config.stopSignal),
    ...(config.shell === undefined ? {} : { shell: words(config.shell) }),
    onBuild: words(config.onBuild),
    ...(healthcheck === undefined ? {} : { healthcheck: { ...healthcheck, test: words(healthcheck.test) } }),
    labels: labels.map(([name, value]) => ({
      name: ellipsis(name, maxName),
      value: cutText(value, labelLimit),
    })),
    labelsTotal: config.labels.size,
    layerCount: image.diffIds.length,
    containers: around.containers.map(useOf),
    children: around.children,
    ...defined('ledger', around.ledger),
  }
}

/** Each repository has its own digest for the image. */
function namesOf(image: InspectedImage): Pick<ImageDetails, 'references' | 'digestsWithoutTag'> {
  const digests = new Map(image.repoDigests.map((text) => [referenceParts(text).repository, text]))
  const tagged = new Set<string>()
  const references = [...image.tags].sort().map((familiar): NamedReference => {
    const { repository } = referenceParts(familiar)
    tagged.add(repository)
    const parsed = parseReference(familiar)
    const repoDigest = digests.get(repository)
    return {
      familiar,
      canonical: parsed.ok ? parsed.value.canonical : familiar,
      ...(repoDigest === undefined ? {} : { repoDigest: referenceParts(repoDigest).digest ?? repoDigest }),
    }
  })
  const others = image.repoDigests.filter((text) => !tagged.has(referenceParts(text).repository))
  return { references, digestsWithoutTag: [...others].sort() }
}

function splitEnv(text: string): readonly [string, string] {
  const equals = text.indexOf('=')
  return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)]
}

function limitOf(values: readonly string[]): number {
  return fairLimit(
    values.map((value) => value.length),
    valueBudget,
    { most: maxValue, least: 64 },
  )
}

function words(list: readonly string[]): readonly string[] {
  const kept = list.slice(0, maxWords)
  const limit = fairLimit(
    kept.map((word) => word.length),
    wordBudget,
    { most: wordBudget, least: 32 },
  )
  return kept.map((word) => ellipsis(word, limit))
}

function wordsCut(config: InspectedConfig): Pick<InspectedConfig, 'entrypoint' | 'cmd' | 'shell'> {
  const { shell } = config
  return {
    entrypoint: words(config.entrypoint),
    cmd: words(config.cmd),
    ...(shell === undefined ? {} : { shell: words(shell) }),
  }
}

function defined<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  const found: { [P in K]?: V } = {}
  if (value !== undefined) found[key] = value
  return found
}

function shortText<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return defined(key, value === undefined || value === '' ? undefined : cut(value, maxValue))
}

export function useOf({ id, name, state, running, createdFrom, own }: ListedContainer): ContainerUse {
  return { id, name, state, running, createdFrom, ...(own === true ? { own } : {}) }
}
