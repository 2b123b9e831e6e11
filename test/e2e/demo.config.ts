import { defineConfig } from 'playwright/test'
import tests from './playwright.config'

/** The walk of `npm run demo -- --headless`: one long story that leaves pictures in STRATA_SHOTS. */
export default defineConfig({
  ...tests,
  testMatch: 'demo.walk.ts',
  timeout: 300_000,
})
