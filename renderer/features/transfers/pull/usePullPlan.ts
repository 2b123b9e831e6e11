import type { ImageRow } from '@shared/domain/image'
import { useMemo } from 'react'
import { useImages } from '../../../api'
import { type PullPlan, pullPlan } from './pull.logic'

const noRows: readonly ImageRow[] = []

export function usePullPlan(typed: string, platform: string | undefined): PullPlan {
  const rows = useImages().data?.rows ?? noRows
  return useMemo(() => pullPlan(typed, platform, rows), [typed, platform, rows])
}
