import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { shown } from './log.mjs'

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string | Buffer} [input]
 * @property {boolean} [show] output goes to the terminal instead of the result
 * @property {boolean} [shell] npm and npx are batch files on Windows, which Node starts only through a shell
 */

/**
 * Runs a program to its end; a non-zero code is a value here, `must` makes it an error.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const out = options.show ? shown() : 'pipe'
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', out, out],
      shell: options.shell ?? false,
    })
    /** @type {Buffer[]} */ const stdout = []
    /** @type {Buffer[]} */ const stderr = []
    child.stdout?.on('data', (/** @type {Buffer} */ chunk) => stdout.push(chunk))
    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => stderr.push(chunk))
    child.stdin?.on('error', () => {})
    child.stdin?.end(options.input)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({
        code: code ?? (signal === 'SIGINT' ? 130 : 1),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      })
    })
  })
}

/**
 * Like `run`, with the output on the terminal as well as in the result.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<{ code: number, stdout: string }>}
 */
export function runThrough(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['inherit', 'pipe', 'inherit'] })
    /** @type {Buffer[]} */ const stdout = []
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      stdout.push(chunk)
      process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, stdout: Buffer.concat(stdout).toString() }))
  })
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} standard output
 */
export async function must(command, args, options = {}) {
  const { code, stdout, stderr } = await run(command, args, options)
  if (code === 0) return stdout
  const tail = `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join('\n')
  throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${tail}`)
}

/** @param {readonly string[]} args @param {RunOptions} [options] */
export function npm(args, options = {}) {
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}

/** @param {string} name @returns {string | undefined} */
export function which(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : ['']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const path = join(folder, name + ending)
      try {
        accessSync(path, constants.X_OK)
        if (statSync(path).isFile()) return path
      } catch {
        // not here
      }
    }
  }
  return undefined
}
