// Stands in for Electron's default_app, which packaged applications do not carry: `electron [options] <app>`.
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const require = createRequire(import.meta.url)

/** @param {readonly string[]} words */
function parse(words) {
  /** @type {string[]} */ const preloads = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (word === '-r' || word === '--require') preloads.push(words[++at] ?? '')
    else if (word === '-v' || word === '--version') return { version: true, preloads, target: undefined }
    else if (!word.startsWith('-')) return { version: false, preloads, target: word }
  }
  return { version: false, preloads, target: undefined }
}

/** @param {string} path @returns {string} the file to run, after the app took its name and folders from package.json */
function adopt(path) {
  if (!statSync(path).isDirectory()) {
    setAppPath(resolve(path, '..'))
    return path
  }
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'))
  app.name = manifest.productName || manifest.name || 'Electron'
  app.setPath('userData', join(app.getPath('appData'), app.name))
  if (manifest.version) Reflect.get(app, 'setVersion').call(app, manifest.version)
  setAppPath(path)
  return require.resolve(join(path, manifest.main || 'index.js'))
}

/** Electron keeps this call out of its types. @param {string} path */
function setAppPath(path) {
  Reflect.get(app, 'setAppPath').call(app, path)
}

const { version, preloads, target } = parse(process.argv.slice(1))
if (version) {
  process.stdout.write(`v${process.versions.electron}\n`)
  process.exit(0)
}
if (!target) {
  process.stderr.write('usage: electron [options] <app folder or file>\n')
  process.exit(1)
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
for (const preload of preloads) require(resolve(preload))
try {
  // Electron holds `ready` back until its entry module has been evaluated, and this is that module.
  await import(pathToFileURL(adopt(resolve(target))).href)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(1)
}
