import type { CacheItem, CleanupContainer } from '@shared/domain/cleanup'
import { shortId } from '@shared/domain/digest'
import type { RemovalStep } from '@shared/domain/removal'
import { shellWord } from '@shared/shellWord'

/** Names on one line: shells have limits, and people read it. */
const perLine = 50

/** The docker commands that do the same, in the same order; a line that forces is a line of its own. */
export function cleanupCommand({
  containers,
  steps,
  cache,
}: {
  readonly containers: readonly Pick<CleanupContainer, 'name'>[]
  readonly steps: readonly RemovalStep[]
  readonly cache: readonly Pick<CacheItem, 'id'>[]
}): string {
  return [
    ...lines(
      'docker rm',
      containers.map(({ name }) => name),
    ),
    ...runs(steps).flatMap(({ command, some }) => lines(command, some.map(nameOf))),
    // `--filter id` takes one value, and a record under another is skipped: leaves first, one each.
    ...cache.map(({ id }) => `docker buildx prune --force --all --filter id=${shellWord(id)}`),
  ].join('\n')
}

function lines(command: string, names: readonly string[]): readonly string[] {
  const found: string[] = []
  for (let from = 0; from < names.length; from += perLine) {
    found.push([command, ...names.slice(from, from + perLine).map(shellWord)].join(' '))
  }
  return found
}

function runs(
  steps: readonly RemovalStep[],
): readonly { readonly command: string; readonly some: RemovalStep[] }[] {
  const found: { readonly command: string; readonly some: RemovalStep[] }[] = []
  for (const step of steps) {
    const command = `docker rmi${step.force ? ' --force' : ''}${step.keepParents === true ? ' --no-prune' : ''}`
    const last = found.at(-1)
    if (last?.command === command) last.some.push(step)
    else found.push({ command, some: [step] })
  }
  return found
}

function nameOf({ target }: RemovalStep): string {
  return target.type === 'reference' ? target.reference : shortId(target.imageId)
}
