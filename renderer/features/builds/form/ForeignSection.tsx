import type { BuildPreparation } from '@shared/domain/buildForm'
import { useTranslation } from 'react-i18next'
import { Checkbox, Mono, Warning } from '../../../components'
import { foreignFrontend } from './form.logic'
import type { BuildFormState } from './useBuildForm'

/** `# syntax=` names an image that reads the Dockerfile in the engine's place: asked for each one. */
export function ForeignSection({
  form,
  prepared,
}: {
  readonly form: BuildFormState
  readonly prepared: BuildPreparation
}) {
  const { t } = useTranslation('builds')
  const image = foreignFrontend(prepared)
  if (image === undefined) return null
  return (
    <Warning>
      <p className="m-0">
        {t('foreign.text')} <Mono>{image}</Mono>
      </p>
      <div className="mt-1.5">
        <Checkbox
          checked={form.draft.agreed === image}
          onChange={(yes) => form.change({ agreed: yes ? image : undefined })}
          label={t('foreign.agree')}
        />
      </div>
    </Warning>
  )
}
