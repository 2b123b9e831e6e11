const pullCommand = /^(?:\$ +)?(?:sudo +)?docker +(?:image +)?pull +/
const hubPage = /^https?:\/\/hub\.docker\.com\/([^?#]*)/i

/** The name of an image in what was pasted or dropped: a name alone, a `docker pull` command, a page of Docker Hub. */
export function pastedReference(text: string): string {
  const trimmed = text.trim()
  const page = hubPage.exec(trimmed)
  if (page !== null) return hubPageReference((page[1] ?? '').split('/').filter(Boolean)) ?? trimmed
  return trimmed.replace(pullCommand, '')
}

/** `_/redis`, `r/grafana/grafana/tags`, `layers/library/ubuntu/24.04/images/sha256-...`; undefined for other pages. */
function hubPageReference([kind, ...rest]: readonly string[]): string | undefined {
  const [first, second, third] = rest
  if (kind === '_' && first !== undefined) return first
  if (first === undefined || second === undefined) return undefined
  if (kind === 'r') return hubName(first, second)
  if (kind === 'layers') return third === undefined ? undefined : `${hubName(first, second)}:${third}`
  return undefined
}

/** Official images go by one word. */
function hubName(namespace: string, name: string): string {
  return namespace === 'library' ? name : `${namespace}/${name}`
}
