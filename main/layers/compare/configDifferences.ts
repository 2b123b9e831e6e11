import type { ConfigDifference } from '@shared/domain/compare'
import { cutText } from '@shared/domain/cutText'
import type { SourcedConfig } from '@shared/domain/imageSource'

/** Of one value, characters: labels can be megabytes. */
const longestValue = 4_000
/** Labels and variables; more differences are not told one by one. */
const mostDifferences = 2_000

/** What runs differently, field by field; variables and labels by their names. */
export function configDifferences(left: SourcedConfig, right: SourcedConfig): readonly ConfigDifference[] {
  const one = fieldsOf(left)
  const other = fieldsOf(right)
  const plain = one.flatMap(([field, value], i) => difference(field, value, other[i]?.[1]))
  const keyed = [
    ...keyedDifferences('env', pairsOf(left.env), pairsOf(right.env)),
    ...keyedDifferences('labels', left.labels, right.labels),
  ]
  return [...plain, ...keyed].slice(0, mostDifferences)
}

function fieldsOf(config: SourcedConfig): readonly (readonly [string, string | undefined])[] {
  return [
    ['platform', config.platform],
    ['entrypoint', listText(config.entrypoint)],
    ['cmd', listText(config.cmd)],
    ['user', config.user],
    ['workdir', config.workdir],
    ['ports', listText(config.exposedPorts.toSorted())],
    ['volumes', listText(config.volumes.toSorted())],
    ['stopSignal', config.stopSignal],
    ['shell', listText(config.shell ?? [])],
    ['onBuild', listText(config.onBuild)],
    ['author', config.author],
  ]
}

function listText(words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : JSON.stringify(words)
}

/** The last of two variables with one name counts. */
function pairsOf(env: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    env.map((pair) => {
      const at = pair.indexOf('=')
      return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

function keyedDifferences(
  field: string,
  left: ReadonlyMap<string, string>,
  right: ReadonlyMap<string, string>,
): readonly ConfigDifference[] {
  const keys = [...new Set([...left.keys(), ...right.keys()])].sort()
  return keys.flatMap((key) => difference(field, left.get(key), right.get(key), key))
}

function difference(
  field: string,
  left: string | undefined,
  right: string | undefined,
  key?: string,
): readonly ConfigDifference[] {
  // No user and an empty one are the same to an engine.
  if (left === right || (key === undefined && (left ?? '') === (right ?? ''))) return []
  return [
    {
      field,
      ...(key === undefined ? {} : { key }),
      ...(left === undefined ? {} : { left: cutText(left, longestValue) }),
      ...(right === undefined ? {} : { right: cutText(right, longestValue) }),
    },
  ]
}
