import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const alias = { '@shared': resolve('shared') }

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      // One small bundle starts far faster than a tree of files; dockerode stays outside (it loads its .proto by path).
      externalizeDeps: { exclude: ['zod'] },
      outDir: 'out/main',
      lib: { entry: 'main/main.ts', formats: ['es'], fileName: () => 'main.js' },
    },
  },
  preload: {
    resolve: { alias },
    // A sandboxed preload is CommonJS and can require nothing but electron: everything is bundled.
    build: {
      externalizeDeps: false,
      outDir: 'out/preload',
      lib: { entry: 'preload/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    },
  },
  renderer: {
    root: 'renderer',
    // Filled in by main/protocol.ts, anew at each load.
    html: { cspNonce: '__STRATA_CSP_NONCE__' },
    resolve: { alias },
    plugins: [react(), tailwindcss()],
    build: {
      // electron-vite leaves it off; a smaller bundle is parsed sooner.
      minify: true,
      outDir: 'out/renderer',
      modulePreload: { polyfill: false },
      rolldownOptions: { input: resolve('renderer/index.html') },
    },
  },
})
