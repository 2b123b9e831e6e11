import type { CallInput } from '@shared/contract'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../../api'
import { showToast, useErrorText } from '../../../components'
import { navigation } from '../../frame'

/** Main asks where; what became of it is told by Activity, with all names that had to be changed. */
export function useSaveOut(): (what: CallInput<'contents', 'saveOut'>, name: string) => void {
  const { t } = useTranslation('contents')
  const errorText = useErrorText()
  return (what, name) =>
    void unwrap(strata().contents.saveOut(what)).then(
      (start) => {
        if (!start.started) return
        showToast({
          text: t('action.saving', { name: harmless(name) }),
          action: { label: t('action.show'), onSelect: () => navigation.goTo('activity') },
        })
      },
      (cause: unknown) => {
        const { sentence, advice } = errorText(errorOf(cause))
        showToast({ tone: 'danger', text: `${sentence} ${advice}` })
      },
    )
}
