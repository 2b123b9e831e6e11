import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { expect, test } from './fixtures'
import { type Bait, openBait } from './support/bait'
import { dropFiles } from './support/drop'
import type { RunningApp } from './support/launch'

test.use({ engine: 'none', oneApp: true })

let bait: Bait
test.beforeAll(async () => {
  bait = await openBait()
})
test.afterAll(async () => await bait.close())

/** Nothing was reached, nothing was opened, and the page is where it was. */
async function expectUnmoved({ electron, page }: RunningApp): Promise<void> {
  // Long enough for a navigation to a server on this machine to arrive.
  await page.waitForTimeout(300)
  expect(bait.hits).toEqual([])
  const contents = await electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((one) => one.getURL().split('#')[0]),
  )
  expect(contents).toEqual(['app://strata/index.html'])
  expect(await page.evaluate(() => typeof window.strata)).toBe('object')
}

/** Directives that the page saw violated while `attempt` ran, once each. */
async function violationsOf(page: Page, attempt: (page: Page) => Promise<void>): Promise<readonly string[]> {
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
  })
  await attempt(page)
  await page.waitForTimeout(300)
  return await page.evaluate(() => [...new Set<string>(Reflect.get(window, 'seen'))].sort())
}

test.describe('content that is not ours', () => {
  const attempts: readonly (readonly [string, string, (page: Page, url: string) => Promise<void>])[] = [
    [
      'an inline script',
      'script-src-elem',
      async (page) =>
        await page.evaluate(() => {
          const script = document.createElement('script')
          script.textContent = 'window.pwned = true'
          document.body.append(script)
        }),
    ],
    [
      'an event handler attribute',
      'script-src-attr',
      async (page) =>
        await page.evaluate(() => {
          document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned = true">')
        }),
    ],
    [
      'eval',
      'script-src',
      async (page) =>
        await page.evaluate(() => {
          // In a task of its own: what the test itself evaluates is allowed to.
          setTimeout(() => {
            for (const run of [
              () => Reflect.apply(window.eval, window, ['window.pwned = true']),
              () => new Function('window.pwned = true')(),
            ]) {
              try {
                run()
              } catch {
                // Refused, as it should be.
              }
            }
          })
        }),
    ],
    [
      'a javascript: link',
      'script-src-elem',
      async (page) =>
        await page.evaluate(() => {
          const link = document.createElement('a')
          link.href = 'javascript:window.pwned = true'
          document.body.append(link)
          link.click()
        }),
    ],
    [
      'a script from elsewhere',
      'script-src-elem',
      async (page, url) =>
        await page.evaluate((src) => {
          document.body.append(Object.assign(document.createElement('script'), { src: `${src}/x.js` }))
        }, url),
    ],
    [
      'a script in a data: URL',
      'script-src-elem',
      async (page) =>
        await page.evaluate(() => {
          document.body.append(
            Object.assign(document.createElement('script'), {
              src: 'data:text/javascript,window.pwned=true',
            }),
          )
        }),
    ],
    [
      'an image from elsewhere',
      'img-src',
      async (page, url) =>
        await page.evaluate((src) => {
          document.body.append(Object.assign(document.createElement('img'), { src: `${src}/x.png` }))
        }, url),
    ],
    [
      'fetch, beacon and event source',
      'connect-src',
      async (page, url) =>
        await page.evaluate(async (to) => {
          navigator.sendBeacon(`${to}/beacon`, 'x')
          new EventSource(`${to}/events`)
          await fetch(`${to}/fetch`, { mode: 'no-cors' }).catch(() => undefined)
        }, url),
    ],
    [
      'a web socket',
      'connect-src',
      async (page, url) =>
        await page.evaluate((to) => {
          try {
            new WebSocket(to.replace('http', 'ws'))
          } catch {
            // Refused at once: as good.
          }
        }, url),
    ],
    [
      'a base element',
      'base-uri',
      async (page, url) =>
        await page.evaluate((href) => {
          document.head.append(Object.assign(document.createElement('base'), { href }))
        }, url),
    ],
    [
      'a form',
      'form-action',
      async (page, url) =>
        await page.evaluate((action) => {
          const form = Object.assign(document.createElement('form'), { action, method: 'post' })
          document.body.append(form)
          form.submit()
        }, url),
    ],
    [
      'a style element without the nonce',
      'style-src-elem',
      async (page) =>
        await page.evaluate(() => {
          document.head.append(
            Object.assign(document.createElement('style'), { textContent: 'body { --pwned: 1 }' }),
          )
        }),
    ],
    [
      'a frame',
      'frame-src',
      async (page, url) =>
        await page.evaluate((src) => {
          document.body.append(Object.assign(document.createElement('iframe'), { src }))
          document.body.append(
            Object.assign(document.createElement('iframe'), {
              src: 'data:text/html,<script>parent.pwned=true</script>',
            }),
          )
        }, url),
    ],
    [
      'a worker',
      'worker-src',
      async (page) =>
        await page.evaluate(() => {
          try {
            new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])))
          } catch {
            // Refused at once: as good.
          }
        }),
    ],
  ]

  for (const [what, directive, attempt] of attempts) {
    test(`${what} is refused and reported (${directive})`, async ({ strata }) => {
      const seen = await violationsOf(strata.page, async (page) => await attempt(page, bait.url))
      expect(seen).toContain(directive)
      const harm = await strata.page.evaluate(() => [
        'pwned' in window,
        getComputedStyle(document.body).getPropertyValue('--pwned'),
        document.baseURI.split('#')[0],
      ])
      expect(harm).toEqual([false, '', 'app://strata/index.html'])
      await expectUnmoved(strata)
    })
  }

  test('a style element with the nonce of the page is welcome', async ({ page }) => {
    const applied = await page.evaluate(() => {
      const style = document.createElement('style')
      style.nonce = document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? ''
      style.textContent = 'body { --welcome: 1 }'
      document.head.append(style)
      return getComputedStyle(document.body).getPropertyValue('--welcome')
    })
    expect(applied).toBe('1')
  })

  test('our own page violates nothing', async ({ page }) => {
    const seen = await violationsOf(page, async () => {
      await page.reload()
      await page.evaluate(() => {
        const seen: string[] = []
        Object.assign(window, { seen })
        document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective))
      })
      await page.waitForTimeout(1_000)
    })
    expect(seen).toEqual([])
  })
})

test.describe('the page stays where it is', () => {
  const ways: readonly (readonly [string, (page: Page, url: string) => Promise<unknown>])[] = [
    ['location =', async (page, url) => await page.evaluate((to) => void (location.href = to), url)],
    [
      'location = file:',
      async (page) => await page.evaluate(() => void (location.href = 'file:///etc/passwd')),
    ],
    [
      'location = data:',
      async (page) => await page.evaluate(() => void (location.href = 'data:text/html,x')),
    ],
    ['window.open', async (page, url) => await page.evaluate((to) => window.open(to)?.closed ?? null, url)],
    [
      'window.open of itself',
      async (page) => await page.evaluate(() => window.open('app://strata/index.html')?.closed ?? null),
    ],
    [
      'meta refresh',
      async (page, url) =>
        await page.evaluate((to) => {
          document.head.append(
            Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${to}` }),
          )
        }, url),
    ],
    [
      'a webview',
      async (page, url) =>
        await page.evaluate((src) => {
          const view = document.createElement('webview')
          view.setAttribute('src', src)
          document.body.append(view)
        }, url),
    ],
    [
      'a download',
      async (page, url) =>
        await page.evaluate((href) => {
          Object.assign(document.createElement('a'), { href: `${href}/x.bin`, download: 'x.bin' }).click()
        }, url),
    ],
  ]
  for (const [what, attempt] of ways) {
    test(`on ${what}`, async ({ strata }) => {
      await attempt(strata.page, bait.url)
      await expectUnmoved(strata)
    })
  }

  for (const button of ['left', 'middle'] as const) {
    test(`on a ${button} click of a target=_blank link`, async ({ strata }) => {
      await strata.page.evaluate((href) => {
        const link = Object.assign(document.createElement('a'), {
          href,
          target: '_blank',
          textContent: 'bait',
        })
        link.setAttribute('style', '')
        Object.assign(link.style, { position: 'fixed', top: '0', left: '0', zIndex: '2147483647' })
        document.body.append(link)
      }, bait.url)
      await strata.page.getByText('bait', { exact: true }).click({ button, force: true })
      await expectUnmoved(strata)
    })
  }
})

test.describe('a dropped file', () => {
  test('does not become the page', async ({ strata }) => {
    const path = join(strata.userData, 'evil.html')
    writeFileSync(path, '<script>window.pwned = true</script>')
    await dropFiles(strata.page, [path])
    await expectUnmoved(strata)
  })

  test('reaches the page as a grant, without its path', async ({ strata }) => {
    const path = join(strata.userData, 'Dockerfile')
    writeFileSync(path, 'FROM scratch\n')
    await strata.page.evaluate(() => {
      Object.assign(window, { dropped: new Promise((resolve) => window.strata.files.onDropped(resolve)) })
    })
    await dropFiles(strata.page, [path])
    const dropped = await strata.page.evaluate(async () =>
      JSON.stringify(await Reflect.get(window, 'dropped')),
    )
    expect(JSON.parse(dropped)).toEqual({
      items: [{ grant: expect.stringMatching(/^[\w-]{24}$/), name: 'Dockerfile', kind: 'file', size: 13 }],
      refused: 0,
    })
    expect(dropped).not.toContain(strata.userData)
    const forged = await strata.page.evaluate(
      async (grant) => await window.strata.files.describe({ grant }),
      path.slice(0, 60),
    )
    expect(forged).toMatchObject({ ok: false, error: { code: 'GRANT_UNKNOWN' } })
  })
})

test('no permission is granted, asked for or checked', async ({ strata }) => {
  const outcomes = await strata.page.evaluate(async () => {
    const refused = async (work: () => Promise<unknown>): Promise<string> => {
      const late = new Promise<string>((resolve) => setTimeout(() => resolve('no answer'), 4_000))
      const outcome = Promise.resolve()
        .then(work)
        .then(
          (value) => `granted: ${String(value)}`,
          () => 'refused',
        )
      return await Promise.race([outcome, late])
    }
    const device = (name: string, method: string, options: unknown) => async (): Promise<unknown> => {
      const api: unknown = Reflect.get(navigator, name)
      return await Reflect.apply(Reflect.get(Object(api), method), api, [options])
    }
    const position = () =>
      new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))
    const notify = async (): Promise<string> => {
      const answer = await Notification.requestPermission()
      if (answer !== 'granted') throw new Error(answer)
      return answer
    }
    return {
      camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      screen: await refused(() => navigator.mediaDevices.getDisplayMedia()),
      clipboardRead: await refused(() => navigator.clipboard.readText()),
      clipboardWrite: await refused(() => navigator.clipboard.writeText('x')),
      notifications: await refused(notify),
      geolocation: await refused(position),
      usb: await refused(device('usb', 'requestDevice', { filters: [] })),
      serial: await refused(device('serial', 'requestPort', {})),
      hid: await refused(async () => {
        const devices = await device('hid', 'requestDevice', { filters: [] })()
        if (Array.isArray(devices) && devices.length === 0) throw new Error('none')
        return devices
      }),
      bluetooth: await refused(device('bluetooth', 'requestDevice', { acceptAllDevices: true })),
      midi: await refused(device('', 'requestMIDIAccess', { sysex: true })),
    }
  })
  expect(outcomes).toEqual(Object.fromEntries(Object.keys(outcomes).map((name) => [name, 'refused'])))
  const states = await strata.page.evaluate(async () => {
    const names = ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read', 'midi']
    const ask = async (name: string): Promise<string> => {
      const status = await navigator.permissions.query({ name: name as PermissionName })
      return status.state
    }
    return await Promise.all(names.map(ask))
  })
  expect(states.filter((state) => state === 'granted')).toEqual([])
})
