/** The target of `rel="next"` in a `Link` header (RFC 8288), as it is written; undefined where there is no next page. */
export function nextLink(header: string | readonly string[] | undefined): string | undefined {
  const text = typeof header === 'string' ? header : (header ?? []).join(', ')
  for (const [, target, params] of text.slice(0, 16_384).matchAll(/<([^<>]*)>((?:[^,"<]|"[^"]*")*)/g)) {
    if (/;\s*rel\s*=\s*(?:next(?![\w-])|"(?:[^"]*\s)?next(?:\s[^"]*)?")/i.test(params ?? '')) return target
  }
  return undefined
}
