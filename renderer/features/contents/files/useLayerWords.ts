import type { Instruction } from '@shared/domain/contents'
import { cut, harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { formatBytes } from '../../../components'
import { splitInstruction } from './layerRows.logic'

/** Characters that a screen reader is given. */
const spokenCharacters = 160

export function useLayerWords(): {
  readonly size: (bytes: number) => string
  readonly instruction: (instruction: Instruction | undefined) => string
} {
  const { t, i18n } = useTranslation('contents')
  return {
    size: (bytes) => formatBytes(bytes, i18n.language),
    instruction: (instruction) => {
      if (instruction === undefined) return t('stack.noInstruction')
      const { keyword, rest } = splitInstruction(instruction.text.text, instruction.keyword)
      return harmless(cut([keyword, rest].filter(Boolean).join(' '), spokenCharacters))
    },
  }
}
