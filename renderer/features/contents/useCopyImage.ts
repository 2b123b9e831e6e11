import type { CopyWhat, OpenedImage } from '@shared/domain/contents'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'
import { errorOf, strata, unwrap } from '../../api'
import { showToast, useErrorText } from '../../components'
import { navigation } from '../frame'

/** Starts the copy; where into a file, main asks first. What comes of it is told by Activity. */
export function useCopyImage(): (image: OpenedImage, to: 'file' | 'engine', what: CopyWhat) => void {
  const { t } = useTranslation('contents')
  const errorText = useErrorText()
  return ({ handle, name }, to, what) =>
    void unwrap(strata().contents.copy({ handle, to, what })).then(
      (start) => {
        if (!start.started) return
        showToast({
          text: t('action.copying', { name: harmless(name) }),
          action: { label: t('action.show'), onSelect: () => navigation.goTo('activity') },
        })
      },
      (cause: unknown) => {
        const { sentence, advice } = errorText(errorOf(cause))
        showToast({ tone: 'danger', text: `${sentence} ${advice}` })
      },
    )
}
