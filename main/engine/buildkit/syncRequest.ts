/** What BuildKit wants of a folder, out of the headers of its call. */
export type SyncRequest = {
  readonly folder: string
  readonly excludes: readonly string[]
  readonly includes: readonly string[]
  /** Paths whose links must lead somewhere. */
  readonly follow: readonly string[]
}

/**
 * moby/buildkit, session/filesync/filesync.go (decodeOpts): one header a value, url-encoded when a second header
 * `<name>-encoded` says so.
 * @param rawHeaders name, value, name, value, as Node gives them
 */
export function patternsFrom(rawHeaders: readonly string[]): SyncRequest {
  const values = new Map<string, string[]>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]?.toLowerCase() ?? ''
    const value = rawHeaders[i + 1] ?? ''
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else known.push(value)
  }
  const read = (name: string): readonly string[] => {
    const found = values.get(name) ?? []
    const encoded = ['1', 'true', 't'].includes(values.get(`${name}-encoded`)?.[0]?.toLowerCase() ?? '')
    return encoded ? found.map(queryUnescape) : found.map(utf8)
  }
  return {
    folder: read('dir-name')[0] ?? '',
    excludes: read('exclude-patterns'),
    includes: read('include-patterns'),
    follow: read('followpaths'),
  }
}

/** BuildKit of 20.10 sends UTF-8 as it is; Node reads header bytes as Latin-1. */
function utf8(value: string): string {
  if (!/^[\u0000-\u00ff]*[\u0080-\u00ff][\u0000-\u00ff]*$/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

function queryUnescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
