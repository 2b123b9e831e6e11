import type { Settings } from '@shared/settings'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { strata, unwrap } from './client'
import { keys } from './keys'
import { settingsQuery } from './queries'

/** Shown until main has answered. The schema's own defaults would bring the schema library into the page. */
export const firstSettings: Settings = {
  theme: 'system',
  density: 'compact',
  undoSeconds: 10,
  pins: [],
  customHosts: [],
  imageViews: [],
  showIntermediate: false,
}

export function useSettings(): Settings {
  return useQuery(settingsQuery()).data ?? firstSettings
}

/** Changes at once on screen; main's answer, or its refusal, has the last word. */
export function useChangeSettings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<Settings>) => unwrap(strata().settings.set(change)),
    onMutate: (change) => {
      const before = client.getQueryData<Settings>(keys.settings)
      client.setQueryData<Settings>(keys.settings, { ...(before ?? firstSettings), ...change })
      return { before }
    },
    onError: (_error, _change, context) => client.setQueryData(keys.settings, context?.before),
    onSuccess: (settings) => client.setQueryData(keys.settings, settings),
  })
}
