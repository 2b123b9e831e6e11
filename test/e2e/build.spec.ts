import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { running } from '../engine/build/support'
import { uniqueName } from '../engine/support/sandbox'
import { test as base, expect } from './fixtures'
import { ActivityPage } from './pages/activity'
import { BuildForm, BuildsPage } from './pages/builds'
import { DetailsPanel } from './pages/details'
import { Frame } from './pages/frame'
import { expectNothingSerious } from './pages/settings'
import { classicWay } from './support/classicWay'
import { type ContextFiles, writeContext } from './support/context'
import { dropFiles } from './support/drop'

/** `contextOf(files)`: a folder named `name`; `{ program: true }` is the static busybox. */
const test = base.extend<{ contextOf: (files: ContextFiles, name?: string) => string }>({
  contextOf: async ({ sandbox }, use) => {
    const scratch = mkdtempSync(join(tmpdir(), 'strata-build-'))
    const { busybox } = sandbox
    try {
      await use((files, name = 'hello') => writeContext(join(scratch, name), files, busybox))
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  },
})

test.use({ oneApp: true })

const program = { program: true } as const
const hello = { hello: program, Dockerfile: 'FROM scratch\nCOPY hello /\nCMD ["/hello"]\n' }
const sh = (script: string): string => `RUN ["/busybox", "sh", "-c", ${JSON.stringify(script)}]`

test.describe('building an image', () => {
  test('a dropped folder shows what it would send, and becomes an image: 5 of 5 steps', async ({
    page,
    docker,
    contextOf,
  }) => {
    const name = uniqueName('hello')
    const folder = contextOf({
      ...hello,
      // An image of its own, whatever was built here before.
      Dockerfile: `${hello.Dockerfile}LABEL story=${name}\n`,
      'node_modules/left/pad.js': 'x'.repeat(4_000),
      '.dockerignore': '# kept back\n*.log\n',
      'debug.log': 'x',
      'error.log': 'x',
    })
    await new Frame(page).goTo('Builds')
    await expect(page.getByText('Nothing built yet')).toBeVisible()
    await expectNothingSerious(page, 'no builds')

    const form = await BuildForm.drop(page, folder)
    const context = form.section('Context')
    await expect(context).toContainText('4 files')
    await expect(context).toContainText('node_modules/')
    await context.getByText('2 files and folders kept back by').click()
    await expect(context.getByRole('table')).toContainText('*.log')
    await expect(form.section('Tags')).toContainText('listed as <none>')
    await expect(form.command).toHaveText('docker build .')
    await form.form.getByRole('button', { name: 'Use hello:latest' }).click()
    await expect(form.tags).toHaveValue('hello:latest')
    await form.tags.fill('Upper')
    await expect(form.form.getByRole('alert')).toContainText('upper-case letters')
    await expect(form.submitButton).toBeDisabled()
    await form.tags.fill(`${name} ${name}:1.0`)
    await expect(form.command).toHaveText(`docker build --tag ${name}:latest --tag ${name}:1.0 .`)
    await expectNothingSerious(page, 'the build form')
    await form.build()

    const detail = new BuildsPage(page).detail(`${name}:latest`)
    await expect(detail).toContainText('Built')
    await expect(detail).toContainText('(5/5)')
    await expect(detail).toContainText(`${name}:1.0`)
    await expectNothingSerious(page, 'a build that is done')
    expect(await docker('image', 'inspect', '--format', '{{json .Config.Cmd}}', `${name}:1.0`)).toBe(
      '["/hello"]',
    )
    await detail.getByRole('button', { name: 'Show image' }).click()
    await expect(new DetailsPanel(page).panel).toContainText(name)
    const activity = await ActivityPage.open(page)
    await expect(activity.detail(`Build ${name}:latest`)).toContainText('(5/5)')
  })

  test('after an edit the steps before it are cached, and who lost the tag is named', async ({
    page,
    contextOf,
  }) => {
    const name = uniqueName('main')
    const files = {
      busybox: program,
      Dockerfile: ['FROM scratch', 'COPY busybox /', sh('echo made > /made'), 'COPY main.py /'].join('\n'),
    }
    const folder = contextOf({ ...files, 'main.py': `print("${name}")\n` })
    const form = await BuildForm.drop(page, join(folder, 'Dockerfile'))
    await expect(form.section('Context')).toContainText('3 files')
    await form.tags.fill(name)
    await form.form.getByRole('combobox', { name: 'Network of RUN steps' }).selectOption('None')
    await form.build()
    const builds = new BuildsPage(page)
    const detail = builds.detail(`${name}:latest`)
    await expect(detail).toContainText('Built')

    writeFileSync(join(folder, 'main.py'), `print("${name}, again")\n`)
    await detail.getByRole('button', { name: 'Build again' }).click()
    await expect(builds.list).toHaveCount(2)
    await expect(builds.list.filter({ hasText: 'Done' })).toHaveCount(2)
    await expect(builds.steps.filter({ hasText: '[1/3] COPY busybox' })).toContainText('Cached')
    await expect(builds.steps.filter({ hasText: '[2/3] RUN' })).toContainText('Cached')
    await expect(builds.steps.filter({ hasText: '[3/3] COPY main.py' })).not.toContainText('Cached')
    await expect(detail).toContainText(`was ${name}:latest`)

    await page.getByRole('button', { name: 'Change and build again' }).click()
    await expect(form.tags).toHaveValue(name)
    await expect(form.section('Tags')).toContainText(/left dangling|is deleted/)
  })

  test('a missing COPY source fails at its line; what does not parse is refused before', async ({
    page,
    contextOf,
  }) => {
    const name = uniqueName('nope')
    const folder = contextOf({ Dockerfile: 'FROM scratch\nCOPY nope /\n' })
    const form = await BuildForm.drop(page, folder)
    await form.tags.fill(name)
    await form.build()
    const detail = new BuildsPage(page).detail(`${name}:latest`)
    const failure = detail.getByRole('alert')
    await expect(failure).toContainText('/nope')
    await expect(failure).toContainText('Line 2 of Dockerfile')
    await expectNothingSerious(page, 'a failed build')

    const bad = contextOf({ Dockerfile: 'FROM scratch\nCOPPY nope /\n' }, 'bad')
    await dropFiles(page, [bad])
    await expect(form.section('Dockerfile')).toContainText('COPPY')
    await expect(form.section('Dockerfile')).toContainText('Line 2 of Dockerfile')
    await expect(form.submitButton).toBeDisabled()
    await dropFiles(page, [contextOf({ 'readme.txt': '' }, 'none')])
    await expect(form.section('Dockerfile').getByRole('alert')).toBeVisible()
  })

  test('arguments, stages and a foreign reader of the Dockerfile are shown before', async ({
    page,
    contextOf,
  }) => {
    const folder = contextOf({
      Dockerfile: [
        '# syntax=example.invalid/reader:1',
        'ARG BASE=scratch',
        'FROM scratch AS build',
        'ARG GREETING=hello',
        'ARG API_TOKEN',
        'FROM build',
      ].join('\n'),
    })
    const form = await BuildForm.drop(page, folder)
    const args = form.section('Arguments')
    await expect(args).toContainText('no default')
    await expect(args).toContainText('FROM only')
    await expect(args).toContainText('stay readable in the history')
    await args.getByRole('textbox', { name: 'GREETING' }).fill('good day')
    await args.getByRole('textbox', { name: 'API_TOKEN' }).fill('hidden')
    await form.form.getByRole('combobox', { name: /^Target/ }).selectOption({ index: 1 })
    await expect(form.command).toHaveText(
      "docker build --target build --build-arg 'GREETING=good day' --build-arg API_TOKEN .",
    )
    await expect(form.submitButton).toBeDisabled()
    await expectNothingSerious(page, 'a form with a warning')
    await form.form.getByRole('checkbox', { name: 'I trust this image' }).check()
    await expect(form.submitButton).toBeEnabled()
  })

  test('cancelled in a RUN step: nothing runs, nothing is tagged', async ({ page, docker, contextOf }) => {
    const name = uniqueName('slow')
    const mark = name.split('/')[1] ?? name
    const folder = contextOf({
      busybox: program,
      Dockerfile: `FROM scratch\nCOPY busybox /busybox\n${sh(`echo begun; : ${mark}; /busybox sleep 1000`)}\n`,
    })
    const form = await BuildForm.drop(page, folder)
    await form.tags.fill(name)
    await form.form.getByRole('combobox', { name: 'Network of RUN steps' }).selectOption('None')
    await form.build()
    const detail = new BuildsPage(page).detail(`${name}:latest`)
    await expect(detail).toContainText('begun')
    await detail.getByRole('button', { name: 'Cancel' }).click()
    await expect(detail).toContainText('Build cancelled')
    await expect.poll(() => running(mark)).toBe(0)
    expect(await docker('images', '--quiet', name)).toBe('')
  })
})

base.describe('an engine without BuildKit', () => {
  test.use({ oneApp: false })
  const classic = test.extend({
    launch: async ({ sandbox }, use) => {
      const way = await classicWay(sandbox.socketPath)
      try {
        await use({ env: { DOCKER_HOST: way.host } })
      } finally {
        way.close()
      }
    },
  })

  classic('builds with the classic builder, in the same view', async ({ page, docker, contextOf }) => {
    const name = uniqueName('classic')
    const form = await BuildForm.drop(page, contextOf(hello))
    await expect(form.form).toContainText('Classic builder')
    await form.tags.fill(name)
    await form.build()
    const detail = new BuildsPage(page).detail(`${name}:latest`)
    await expect(detail).toContainText('(3/3)')
    await expect(detail).toContainText('Step 2/3 : COPY hello /')
    expect(await docker('images', '--quiet', name)).not.toBe('')
  })
})
