import type { TreeRow } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { errorOf, nodeDetailsQuery, strata, unwrap } from '../../../api'
import { showToast, useErrorText } from '../../../components'

/** Puts the whole path of a row on the clipboard; a row knows its name only. */
export function useCopyPath(handle: string, layer: number): (row: TreeRow) => void {
  const { t } = useTranslation('contents')
  const client = useQueryClient()
  const errorText = useErrorText()
  return ({ node }) =>
    void client
      .fetchQuery(nodeDetailsQuery({ handle, layer, node }))
      .then(async ({ path }) => {
        await unwrap(strata().app.copy({ text: path }))
        showToast({ text: t('viewer.copiedPath', { path: harmless(path) }), tone: 'ok' })
      })
      .catch((cause: unknown) => showToast({ text: errorText(errorOf(cause)).sentence, tone: 'danger' }))
}
