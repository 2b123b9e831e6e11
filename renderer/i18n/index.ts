import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { activity } from './en/activity'
import { buildSteps } from './en/buildSteps'
import { builds } from './en/builds'
import { cleanup } from './en/cleanup'
import { cleanupPlan } from './en/cleanupPlan'
import { common } from './en/common'
import { compare } from './en/compare'
import { contents } from './en/contents'
import { details } from './en/details'
import { disk } from './en/disk'
import { dockerfile } from './en/dockerfile'
import { engine } from './en/engine'
import { errors } from './en/errors'
import { frame } from './en/frame'
import { images } from './en/images'
import { layers } from './en/layers'
import { openings } from './en/openings'
import { palette } from './en/palette'
import { run } from './en/run'
import { search } from './en/search'
import { settings } from './en/settings'
import { transfers } from './en/transfers'
import { waste } from './en/waste'

const en = {
  common,
  frame,
  images,
  palette,
  errors,
  engine,
  contents,
  details,
  layers,
  cleanup,
  cleanupPlan,
  builds,
  transfers,
  run,
  disk,
  search,
  activity,
  buildSteps,
  settings,
  waste,
  dockerfile,
  compare,
  openings,
} as const

/** English is the measure: a key that is not in it does not compile. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof en
    returnNull: false
  }
}

export const i18n = i18next.createInstance()

void i18n.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en },
  defaultNS: 'common',
  initAsync: false,
  // React escapes; a value from outside is never read as a template (skipOnVariables is the default).
  interpolation: { escapeValue: false },
  // A sentence with a gap is better than one with a template in it.
  missingInterpolationHandler: () => '…',
  react: { useSuspense: false },
})
