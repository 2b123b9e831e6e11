import { anImage, busyboxLayer, fileLayer, load } from '../engine/support/images'
import { uniqueName } from '../engine/support/sandbox'
import { expect, test } from './fixtures'
import { DetailsPanel, ImageRows } from './pages/details'
import { expectNothingSerious } from './pages/settings'

test.use({ oneApp: true })

test.describe('looking into an image', () => {
  test('the overview says how it will run, as what, with which settings', async ({ page }) => {
    const app = uniqueName('app')
    await load([
      anImage({
        tags: [`${app}:1`],
        config: {
          Entrypoint: ['/bin/sh', '-c', 'exec top -b'],
          Cmd: ['--ignored'],
          Env: ['PATH=/bin', 'MODE=fast'],
          ExposedPorts: { '8080/tcp': {} },
          Volumes: { '/data': {} },
          WorkingDir: '/srv',
          Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 90e9, Retries: 2 },
          OnBuild: ['COPY . /app'],
          Labels: {
            'org.opencontainers.image.url': 'https://example.com/x',
            constructor: 'y',
            __proto__x: 'z',
          },
        },
      }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await expect(panel.heading).toHaveText(`${app}:1`)
    const run = panel.section('As it will run')
    await expect(run).toContainText("/bin/sh -c 'exec top -b'")
    await expect(run).toContainText('passes on neither CMD nor arguments')
    const settings = panel.section('Settings of a container')
    await expect(settings).toContainText('Runs as root unless')
    await expect(settings).toContainText('8080/tcp')
    await expect(settings).toContainText('/data')
    await expect(settings).toContainText('Runs every 1 min 30 sec')
    await expect(settings).toContainText('2 failures in a row')
    await expect(panel.section('Environment')).toContainText('MODE')
    await expect(panel.section('ONBUILD triggers')).toContainText('COPY . /app')
    await expect(panel.section('Labels')).toContainText('https://example.com/x')
    await expect(panel.panel.getByRole('link')).toHaveCount(0)
    await expectNothingSerious(page, 'the overview')
    await panel.close()
  })

  test('the history pairs steps with layers and draws the line of the base', async ({ page }) => {
    const app = uniqueName('app')
    const base = uniqueName('base')
    const below = [
      { createdBy: '/bin/sh -c #(nop) ADD file:0123 in / ', layer: await busyboxLayer() },
      { createdBy: '/bin/sh -c #(nop)  CMD ["sh"]' },
    ]
    const own = [
      { createdBy: 'COPY app /app # buildkit', layer: fileLayer('app', 300_000) },
      { createdBy: 'RUN |1 V=2 /bin/sh -c make && make install # buildkit', layer: fileLayer('made', 9_000) },
      { createdBy: 'ENTRYPOINT ["/app"]' },
    ]
    await load([
      anImage({ tags: [`${base}:1`], steps: below }),
      anImage({ tags: [`${app}:1`], steps: [...below, ...own] }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await panel.show('History')
    await expect(panel.panel).toContainText('5 steps · 3 layers')
    await expect(panel.panel).toContainText(`is the base ${base}:1`)
    const options = panel.steps.getByRole('option')
    await expect(options).toHaveCount(6)
    await expect(options.nth(0)).toContainText('ENTRYPOINT')
    await expect(options.nth(0)).toContainText('no layer')
    await expect(options.nth(1)).toContainText('make && make install')
    await expect(options.nth(3)).toContainText('Here the base ends')

    await options.nth(1).click()
    await expect(panel.step).toContainText('Layer 3 of 3')
    await expect(panel.step).toContainText('V=2')
    await panel.step.getByRole('button', { name: 'As recorded' }).click()
    await expect(panel.step).toContainText('RUN |1 V=2 /bin/sh -c make && make install # buildkit')
    await expectNothingSerious(page, 'the history')

    await panel.steps.focus()
    await page.keyboard.press('End')
    await expect(panel.step).toContainText('ADD file:0123')
    await panel.panel.getByRole('combobox', { name: 'Order' }).selectOption('Dockerfile order')
    await expect(options.nth(0)).toContainText('ADD file:0123')
    await panel.panel.getByRole('button', { name: 'What is <missing>?' }).click()
    await expect(page.getByRole('dialog', { name: 'What docker history means' })).toContainText(
      'Nothing is broken',
    )
  })

  test('raw: search, a path, and the line for a terminal', async ({ page, docker }) => {
    const app = uniqueName('app')
    await load([
      anImage({
        tags: [`${app}:1`],
        config: { ExposedPorts: { '8888/tcp': {} }, Env: ['A=needle', 'B=Needle'] },
      }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await panel.show('Raw')
    await panel.searchField.fill('needle')
    await expect(panel.panel.getByRole('status').filter({ hasText: 'of' })).toHaveText('1 of 2')
    await panel.searchField.press('Enter')
    await expect(panel.panel.getByText('2 of 2')).toBeVisible()
    await panel.panel.getByRole('button', { name: 'Match case' }).click()
    await expect(panel.panel.getByText('1 of 1')).toBeVisible()
    await expectNothingSerious(page, 'raw inspect')

    await panel.pick('.Config.ExposedPorts')
    await expect(panel.json).toContainText('"8888/tcp": {}')
    await expect(panel.command).toHaveText(
      `docker image inspect --format '{{json .Config.ExposedPorts}}' ${app}:1`,
    )
    expect(await docker('image', 'inspect', '--format', '{{json .Config.ExposedPorts}}', `${app}:1`)).toBe(
      '{"8888/tcp":{}}',
    )
    await panel.pick('.Config.Nope')
    await expect(panel.panel.getByRole('alert')).toContainText('There is nothing at .Config.Nope')
  })

  test('an image that the CLI removes meanwhile is said to be gone', async ({ page, docker }) => {
    const app = uniqueName('app')
    await load([anImage({ tags: [`${app}:1`] })])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await expect(panel.section('Image')).toBeVisible()
    await docker('image', 'rm', `${app}:1`)
    await expect(panel.panel.getByRole('alert')).toContainText('no longer on the engine')
    await expect(panel.section('Image')).toBeVisible()
    await expectNothingSerious(page, 'a vanished image')
    await panel.panel.getByRole('alert').getByRole('button', { name: 'Close details' }).click()
    await expect(panel.panel).toBeHidden()
  })
})

test.describe('an image that means harm', () => {
  test('shows names, labels and history literally, and runs nothing', async ({ page }) => {
    const app = uniqueName('evil')
    const html = '<img src=x onerror="window.__pwn=1">'
    await load([
      anImage({
        tags: [`${app}:1`],
        author: html,
        config: {
          Env: [`HTML=${html}`, 'ESC=\u001b[31mred', 'BIDI=a\u202eb'],
          Labels: {
            [html]: html,
            ['__proto__']: 'kept',
            constructor: 'kept too',
            link: 'javascript:alert(1)',
          },
          Cmd: ['echo', html],
        },
        steps: [{ createdBy: `RUN ${html} \u202e`, comment: html, layer: fileLayer('x') }],
      }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await expect(panel.section('Labels')).toContainText(html)
    await expect(panel.section('Labels')).toContainText('__proto__')
    await expect(panel.section('Environment')).toContainText('U+202E')
    await expect(panel.section('Environment')).not.toContainText('\u202e')
    await panel.show('History')
    await panel.steps.getByRole('option').first().click()
    await expect(panel.step).toContainText(html)
    await panel.show('Raw')
    await panel.searchField.fill('onerror')
    await expect(panel.json).toContainText('onerror')
    expect(await page.evaluate('window.__pwn')).toBeUndefined()
    expect(await page.evaluate('({}).kept')).toBeUndefined()
    await expect(page.locator('img, script:not([src]), iframe, a[href]')).toHaveCount(0)
  })

  // The engine suite reads 20,000 steps in any case (usecases/history.test.ts).
  const steps = process.env['STRATA_FULL'] === '1' ? 20_000 : 4_000
  test(`a label of 20 MB and ${steps} steps open at once and scroll`, async ({ page }) => {
    // Loading such an image into the engine takes most of it.
    test.setTimeout(150_000)
    const app = uniqueName('flood')
    const layer = fileLayer('x')
    await load([
      anImage({
        tags: [`${app}:1`],
        config: { Labels: { big: 'x'.repeat(20_000_000), small: 'y' } },
        steps: [
          { createdBy: 'ADD x /', layer },
          ...Array.from({ length: steps - 1 }, (_, i) => ({ createdBy: `ENV STEP=${i}` })),
        ],
      }),
    ])
    const rows = new ImageRows(page)
    await rows.search(app)
    const panel = await rows.open(app)
    await expect(panel.section('Labels')).toContainText('more characters are cut off here')
    await panel.show('History')
    await expect(panel.panel).toContainText(`${steps.toLocaleString('en')} steps`)
    await panel.steps.focus()
    await page.keyboard.press('End')
    await expect(panel.steps).toContainText('reading…')
    await panel.panel.getByRole('combobox', { name: 'Order' }).selectOption('Dockerfile order')
    await panel.steps.focus()
    await page.keyboard.press('Home')
    await expect(panel.steps.getByRole('option').first()).toContainText('ADD x /', { timeout: 60_000 })
    await panel.show('Raw')
    await panel.searchField.fill('"small"')
    await expect(panel.panel.getByText('1 of 1')).toBeVisible()
    await expect(panel.panel).toContainText('longer than 64 KiB')
  })
})

test('the panel follows the keyboard: tabs by arrows, Esc gives the list back', async ({ page }) => {
  const app = uniqueName('keys')
  await load([anImage({ tags: [`${app}:1`] })])
  const rows = new ImageRows(page)
  await rows.search(app)
  const panel = await rows.open(app)
  await panel.panel.getByRole('tab', { name: 'Overview' }).focus()
  for (const name of ['Layers', 'Files', 'History', 'Raw']) {
    await page.keyboard.press('ArrowRight')
    await expect(panel.panel.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
  }
  await page.keyboard.press('Escape')
  await expect(new DetailsPanel(page).panel).toBeHidden()
  await expect(rows.grid).toBeFocused()
})
