import { cut } from '../text'
import type { CutText } from './imageDetails'

export function cutText(text: string, max: number): CutText {
  return { text: cut(text, max), length: text.length }
}
