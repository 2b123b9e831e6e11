const rules: readonly (readonly [RegExp, string])[] = [
  // https://user:password@host
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, '$1***@'],
  [
    /\b(authorization|x-registry-auth|x-registry-config|cookie)(["']?\s*[:=]\s*["']?)[^"'\r\n,}]+/gi,
    '$1$2***',
  ],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  [
    /\b(password|passwd|passphrase|secret|token|identitytoken|registrytoken|auth)(["']?\s*[:=]\s*["']?)[^\s"',;&}]+/gi,
    '$1$2***',
  ],
]

/** A log is sent to strangers: what looks like a secret is replaced before it is written. Errs on hiding too much. */
export function redact(text: string): string {
  return rules.reduce((rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement), text)
}
