import { availableParallelism } from 'node:os'
import { delimiter, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** One engine, many suites: a suite that counts images must not see another's. So as many side by side as there are engines. */
const engines = process.env.STRATA_SANDBOX?.split(delimiter).length ?? 1

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@shared': resolve('shared') } },
  test: {
    passWithNoTests: false,
    // A hang is an error, a busy machine is not.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // One less by default, which on two cores is one.
    maxWorkers: availableParallelism(),
    coverage: { provider: 'v8', include: ['main/**', 'preload/**', 'shared/**', 'renderer/**'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          // Modules are loaded once a worker, which saves a third of the time: no test replaces one.
          isolate: false,
          include: ['test/{main,preload,shared,bench}/**/*.test.ts', 'test/renderer/**/*.logic.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'happy-dom',
          isolate: false,
          setupFiles: ['test/renderer/patience.ts'],
          include: ['test/renderer/**/*.test.tsx'],
        },
      },
      {
        extends: true,
        test: {
          name: 'scripts',
          environment: 'node',
          include: ['test/scripts/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'engine',
          environment: 'node',
          include: ['test/engine/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          maxWorkers: engines,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
