import { shellWord } from '../shellWord'

/** What a person sets in the build form: plain data, as it crosses to main. */
export type BuildChoices = {
  readonly tags: readonly string[]
  readonly target?: string
  readonly buildArgs: readonly BuildPair[]
  readonly labels: readonly BuildPair[]
  readonly noCache: boolean
  readonly pull: boolean
  /** `os/architecture[/variant]` */
  readonly platform?: string
  /** Of RUN steps. */
  readonly networkMode?: 'default' | 'none' | 'host'
}

export type BuildPair = { readonly name: string; readonly value: string }

/** Build arguments stay readable in the image's history and in the build's records (limits.md A6). */
export function looksSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  return (
    /(?:^|[_.-])(?:pass|passwd|password|passphrase|pwd|secrets?|tokens?|creds?|credentials?|apikey)(?:$|[_.-])/.test(
      words,
    ) || /(?:api|access|private|secret|ssh|signing|encryption|auth)[_.-]?key/.test(words)
  )
}

/**
 * The docker command that does the same, run in the context's folder. The value of an argument that looks like a secret
 * is left out: docker takes it from the environment then.
 * @param dockerfile as `--file` wants it; absent for the one that is found by itself
 */
export function buildCommand(choices: BuildChoices, dockerfile?: string): string {
  const { tags, target, buildArgs, labels, noCache, pull, platform, networkMode } = choices
  return [
    'docker',
    'build',
    ...tags.flatMap((tag) => ['--tag', shellWord(tag)]),
    ...(dockerfile === undefined ? [] : ['--file', shellWord(dockerfile)]),
    ...(target === undefined || target === '' ? [] : ['--target', shellWord(target)]),
    ...buildArgs.flatMap(({ name, value }) => [
      '--build-arg',
      shellWord(looksSecret(name) ? name : `${name}=${value}`),
    ]),
    ...labels.flatMap(({ name, value }) => ['--label', shellWord(`${name}=${value}`)]),
    ...(noCache ? ['--no-cache'] : []),
    ...(pull ? ['--pull'] : []),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(networkMode === undefined || networkMode === 'default' ? [] : ['--network', networkMode]),
    '.',
  ].join(' ')
}
