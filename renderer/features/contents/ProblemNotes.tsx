import { assertNever } from '@shared/assertNever'
import type { OpenedImage } from '@shared/domain/contents'
import { shortId } from '@shared/domain/digest'
import type { SourceProblem } from '@shared/domain/imageSource'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { Note } from '../../components'

const shown = 2

/** What does not agree in the image; it is shown as far as it can be. */
export function ProblemNotes({ image }: { readonly image: OpenedImage }) {
  const { t } = useTranslation('contents')
  const words = useProblemWords()
  const { problems } = image
  if (problems.length === 0) return null
  const rest = problems.slice(shown)
  return (
    <div role="status" className="flex shrink-0 flex-col gap-0.5 px-3 pb-1.5 text-sm">
      {problems.slice(0, shown).map((problem) => (
        <Note key={words(problem)}>{words(problem)}</Note>
      ))}
      {rest.length === 0 ? null : (
        <details>
          <summary className="w-fit rounded-sm pl-5.5 text-muted hover:text-fg">
            {t('problem.more', { count: rest.length })}
          </summary>
          <ul className="m-0 max-h-32 list-none overflow-auto p-0">
            {rest.slice(0, 500).map((problem) => (
              <li key={words(problem)}>
                <Note>{words(problem)}</Note>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function useProblemWords(): (problem: SourceProblem) => string {
  const { t } = useTranslation('contents')
  return (problem) => {
    switch (problem.type) {
      case 'historyMismatch':
        return t('problem.historyMismatch', problem)
      case 'layerCountMismatch':
        return t('problem.layerCountMismatch', problem)
      case 'foreignLayer':
        return t('problem.foreignLayer', { layer: problem.layer + 1 })
      case 'unknownPacking':
        return t('problem.unknownPacking', {
          layer: problem.layer + 1,
          mediaType: harmless(problem.mediaType),
        })
      case 'digestMismatch':
      case 'missingBlob':
        return t(`problem.${problem.type}`, { blob: harmless(shortId(problem.blob)) })
      default:
        return assertNever(problem)
    }
  }
}
