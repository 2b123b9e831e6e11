import { harmless, isHarmless } from '@shared/text'

export type TextPart = { readonly type: 'text' | 'control'; readonly text: string }

/** Text from outside, cut where a character can't be seen or would turn the text around it: that one shows as a mark. */
export function splitUntrusted(text: string, keepLines = false): readonly TextPart[] {
  if (isHarmless(text)) return text === '' ? [] : [{ type: 'text', text }]
  const options = { keepNewlines: keepLines, keepTabs: keepLines }
  const parts: TextPart[] = []
  let plain = ''
  for (const char of keepLines ? text.replaceAll('\r\n', '\n') : text) {
    const shown = harmless(char, options)
    if (shown === char) plain += char
    else {
      if (plain !== '') parts.push({ type: 'text', text: plain })
      plain = ''
      parts.push({ type: 'control', text: shown })
    }
  }
  if (plain !== '') parts.push({ type: 'text', text: plain })
  return parts
}
