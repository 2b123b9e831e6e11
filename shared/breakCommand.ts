/** A long command over several lines, broken where a Dockerfile's author would: before each `&&` outside quotes. */
export function breakCommand(text: string): string {
  let quote: string | undefined
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? ''
    if (quote === undefined && (c === '"' || c === "'")) quote = c
    else if (c === quote) quote = undefined
    if (quote === undefined && text.startsWith('&& ', i) && /\s$/.test(out)) {
      out = `${out.trimEnd()} \\\n && `
      i += 2
      while (/\s/.test(text[i + 1] ?? '')) i++
      continue
    }
    out += c
  }
  return out
}
