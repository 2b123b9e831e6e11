/** One way to log in that a server offers (RFC 9110, 11.6.1). */
export type Challenge = {
  /** Lower case: `bearer`, `basic`. */
  readonly scheme: string
  /** By lower-case name. */
  readonly params: ReadonlyMap<string, string>
}

const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y
const assignment = /[ \t]*=[ \t]*/y
const quoted = /"((?:[^"\\]|\\.)*)"/y
/** A value as servers write it without quotes, slashes and colons included. */
const bare = /[^\s,"]+/y

/** All challenges of a `WWW-Authenticate`, in order; what cannot be read ends the list. */
export function parseChallenges(header: string | undefined): readonly Challenge[] {
  const text = (header ?? '').slice(0, 8_192)
  const found: { readonly scheme: string; readonly params: Map<string, string> }[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) at = pattern.lastIndex
    return match
  }
  for (;;) {
    take(/[\s,]*/y)
    const name = take(token)?.[0].toLowerCase()
    if (name === undefined) return found
    if (take(assignment) === null) {
      found.push({ scheme: name, params: new Map() })
      continue
    }
    const value = take(quoted)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? take(bare)?.[0]
    const params = found.at(-1)?.params
    if (value === undefined || params === undefined) return found
    // A name twice: the first counts, so that nothing behind it can turn it.
    if (!params.has(name)) params.set(name, value)
  }
}
