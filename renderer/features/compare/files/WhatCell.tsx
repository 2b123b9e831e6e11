import { assertNever } from '@shared/assertNever'
import type { CompareRow } from '@shared/domain/compare'
import { harmless } from '@shared/text'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { cx } from '../../../components'
import { modeText } from '../../contents'
import { changes, type Difference, differencesOf, signs, tones } from '../compare.logic'

/** Of a file: what is other beside its content. Of a folder: how many below it. */
export function WhatCell({ row }: { readonly row: CompareRow }) {
  const { t } = useTranslation('compare')
  const words = differencesOf(row)
    .map((difference) => wordsOf(t, difference))
    .join(', ')
  if (words !== '')
    return (
      <span className="clip block text-sm text-muted" data-tip={words}>
        {words}
      </span>
    )
  return row.below === undefined ? null : <Below below={row.below} />
}

function wordsOf(t: TFunction<'compare'>, difference: Difference): string {
  switch (difference.type) {
    case 'kind':
      return t('files.kind', {
        left: t(`kind.${difference.left}`),
        right: t(`kind.${difference.right}`),
      })
    case 'mode':
      return t('files.mode', { left: modeText(difference.left), right: modeText(difference.right) })
    case 'owner':
      return t('files.owner', { left: difference.left, right: difference.right })
    case 'target':
      return t('files.target', { left: harmless(difference.left), right: harmless(difference.right) })
    case 'time':
      return t('files.time')
    case 'movedTo':
    case 'movedFrom':
      return t(`files.${difference.type}`, { path: harmless(difference.path) })
    default:
      return assertNever(difference)
  }
}

function Below({ below }: { readonly below: NonNullable<CompareRow['below']> }) {
  const { t, i18n } = useTranslation('compare')
  return (
    <span className="flex gap-2 text-sm">
      {changes
        .filter((change) => below[change] > 0)
        .map((change) => (
          <span
            key={change}
            className={cx('whitespace-nowrap', tones[change])}
            data-tip={t(`changeTip.${change}`)}
          >
            {signs[change]}
            {below[change].toLocaleString(i18n.language)}
          </span>
        ))}
    </span>
  )
}
