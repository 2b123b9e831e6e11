export { readInstruction } from '@shared/domain/instruction'

/** One line for a list: no line breaks, no tabs, runs of blanks folded. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
