import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppFile, listAppFiles } from '../../../main/security/appFiles'
import { appResponse, noncePlaceholder } from '../../../main/security/appResponse'

let scratch = ''
let files: ReadonlyMap<string, AppFile> = new Map()

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'strata-renderer-'))
  const root = join(scratch, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(scratch, 'secret.js'), 'secret')
  writeFileSync(
    join(root, 'index.html'),
    `<meta nonce="${noncePlaceholder}"><script nonce="${noncePlaceholder}">`,
  )
  writeFileSync(join(root, 'assets/index-1.js'), 'run()')
  writeFileSync(join(root, 'assets/index-1.css'), 'a{}')
  writeFileSync(join(root, 'assets/index-1.js.map'), 'map')
  writeFileSync(join(root, 'assets/noise'), 'x')
  if (process.platform !== 'win32') symlinkSync(join(scratch, 'secret.js'), join(root, 'assets/link.js'))
  files = listAppFiles(root)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const get = async (url: string, method = 'GET') => await appResponse(files, { url, method })

describe('app://strata', () => {
  it('lists the files of the built page, no links and nothing of unknown type', () => {
    expect([...files.keys()].sort()).toEqual(['/assets/index-1.css', '/assets/index-1.js', '/index.html'])
  })

  it.each([
    ['app://strata/', 'text/html; charset=utf-8'],
    ['app://strata/index.html?x=1#/images', 'text/html; charset=utf-8'],
    ['app://strata/assets/index-1.js', 'text/javascript; charset=utf-8'],
    ['app://strata/assets/index-1.css', 'text/css; charset=utf-8'],
  ])('serves %s as %s', async (url, type) => {
    const answer = await get(url)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://strata/../secret.js',
    'app://strata/assets/../../secret.js',
    'app://strata/%2e%2e/secret.js',
    'app://strata/assets/%2e%2e%2f%2e%2e%2fsecret.js',
    'app://strata/assets\\..\\..\\secret.js',
    'app://strata//assets/index-1.js',
    'app://strata/assets/link.js',
    'app://strata/assets/index-1.js.map',
    'app://strata/assets/index-1.js%00.html',
    'app://strata/assets',
    'app://strata/__proto__',
    'app://other/index.html',
    'app://strata.example/index.html',
    'app://user:word@strata/index.html',
    'file:///etc/passwd',
    'nonsense',
  ])('has no %s', async (url) => {
    const answer = await get(url)
    expect([answer.status, await answer.text()]).toEqual([404, ''])
  })

  it('is for reading only', async () => {
    expect((await get('app://strata/index.html', 'POST')).status).toBe(404)
  })

  it('gives each load of the page its own nonce, in the policy and in the page', async () => {
    const [first, second] = [await get('app://strata/index.html'), await get('app://strata/index.html')]
    const nonceOf = (answer: Response) =>
      /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? ''
    expect(nonceOf(first)).toMatch(/^[\w+/]{22}==$/)
    expect(nonceOf(first)).not.toBe(nonceOf(second))
    expect(await first.text()).toBe(`<meta nonce="${nonceOf(first)}"><script nonce="${nonceOf(first)}">`)
    expect(first.headers.get('cache-control')).toBe('no-store')
  })

  it('has a policy that starts from nothing and lets nothing inline or foreign in', async () => {
    const policy = (await get('app://strata/index.html')).headers.get('content-security-policy') ?? ''
    const rules = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]))
    expect(rules.get('default-src')).toEqual(["'none'"])
    expect(rules.get('script-src')).toEqual(["'self'"])
    expect(rules.get('connect-src')).toEqual(["'none'"])
    for (const name of ['base-uri', 'form-action', 'frame-ancestors', 'object-src', 'frame-src']) {
      expect(rules.get(name)).toEqual(["'none'"])
    }
    expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/)
  })
})
