import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@shared': resolve('shared') } },
  test: {
    passWithNoTests: false,
    // A hang is an error, a busy machine is not.
    testTimeout: 30_000,
    coverage: { provider: 'v8', include: ['main/**', 'preload/**', 'shared/**', 'renderer/**'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{main,preload,shared,bench}/**/*.test.ts', 'test/renderer/**/*.logic.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'dom', environment: 'happy-dom', include: ['test/renderer/**/*.test.tsx'] },
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
          // One engine, many suites: a suite that counts images must not see another's.
          fileParallelism: false,
        },
      },
    ],
  },
})
