import type { SourceProblem } from '@shared/domain/imageSource'
import { harmless } from '@shared/text'
import { useTranslation } from 'react-i18next'

export type DamagedBlob = Extract<SourceProblem, { readonly type: 'digestMismatch' }>

export function damagedBlobs(damage: readonly SourceProblem[] = []): readonly DamagedBlob[] {
  return damage.filter((problem) => problem.type === 'digestMismatch')
}

/** 'Attestation of linux/amd64': what is damaged, without its digest. */
export function useDamageWords(): (problem: DamagedBlob) => string {
  const { t } = useTranslation('contents')
  return ({ role }) => {
    if (role === undefined) return t('damage.blob')
    const { type, of } = role
    return of === undefined ? t(`damage.${type}`) : t(`damage.${type}Of`, { of: harmless(of) })
  }
}
