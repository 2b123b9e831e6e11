import { errorOf, strata, unwrap } from '../../../api'
import { showToast, useErrorText } from '../../../components'
import { dialogs } from '../../frame'

type Container = { readonly id: string; readonly name: string }

/** Its settings are taken over; the dialog shows them, and says whose place is taken, before anything is done. */
export function useRunInPlace(): (
  container: Container,
  by: { readonly image: string; readonly imageId: string },
) => void {
  const errorText = useErrorText()
  return ({ id, name }, { image, imageId }) =>
    void unwrap(strata().runs.optionsLike({ container: id, image })).then(
      (options) => dialogs.open({ type: 'run', image, imageId, options, replace: { id, name } }),
      (cause: unknown) => {
        const { sentence, advice } = errorText(errorOf(cause))
        showToast({ tone: 'danger', text: `${sentence} ${advice}` })
      },
    )
}
