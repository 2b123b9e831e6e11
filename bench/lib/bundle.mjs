import { basename, dirname, resolve } from 'node:path'
import { build } from 'vite'

/** Makes one file for Node of a TypeScript entry of the product. @param {string} entry @param {string} target */
export async function bundle(entry, target) {
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { '@shared': resolve('shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: resolve(entry),
      outDir: dirname(target),
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: basename(target) } },
    },
  })
}
