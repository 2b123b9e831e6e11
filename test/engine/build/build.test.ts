import { join } from 'node:path'
import { expect, test } from 'vitest'
import { docker, sandbox, uniqueName } from '../support/sandbox'
import { build, built, folderOf, imageTree, services, sh } from './support'

type Built = ReturnType<typeof built>

test('hello: 5 of 5 steps, the image that the report names, its size and its tags', async () => {
  const on = await services()
  const name = uniqueName()
  const folder = folderOf({
    hello: { program: true },
    Dockerfile: 'FROM scratch\nCOPY hello /\nCMD ["/hello"]\n',
  })
  const watched = await build(on, { folder, tags: [name, `${name}:1.0`] })
  const { report, view } = built(watched)
  expect(view.counts).toEqual({ total: 5, completed: 5, cached: 0 })
  expect(report.tags).toEqual([`${name}:latest`, `${name}:1.0`])
  expect(await docker('image', 'inspect', '--format', '{{.Id}}', `${name}:1.0`)).toBe(report.imageId)
  expect(String(report.size)).toBe(await docker('image', 'inspect', '--format', '{{.Size}}', name))
  expect(report.dangling).toEqual([])
  expect(watched.progress.at(-1)).toMatchObject({ total: expect.any(Number) })
  expect(watched.log).toContain('[1/1] COPY hello /')
})

test('the very image that docker buildx build makes', async () => {
  const on = await services()
  const name = uniqueName()
  const folder = folderOf({
    hello: { program: true },
    Dockerfile: 'FROM scratch\nCOPY hello /\nCMD ["/hello"]\n',
  })
  const { report } = built(await build(on, { folder, tags: [name], noCache: false }))
  if (sandbox().engineVersion.startsWith('20.')) return
  const theirs = await docker('buildx', 'build', '--quiet', '--provenance=false', folder)
  // The containerd store puts the time of the build into its index, so the ids differ there.
  if (sandbox().store === 'classic') expect(theirs).toBe(report.imageId)
})

test('several stages, a target, build arguments with and without default, labels', async () => {
  const on = await services()
  const name = uniqueName()
  const folder = folderOf({
    busybox: { program: true },
    Dockerfile: [
      'FROM scratch AS build',
      'COPY busybox /busybox',
      'ARG FILE',
      'ARG GREETING=hello',
      sh('echo "$GREETING" > "/$FILE"'),
      'FROM scratch AS other',
      'COPY --from=build /out /out',
    ].join('\n'),
  })
  const buildArgs = new Map([['FILE', 'out']])
  const labels = new Map([['__proto__', 'x']])
  const whole = built(await build(on, { folder, tags: [name], buildArgs, labels }))
  expect(imageTree(name)).toMatchObject({ out: 'hello\n' })
  expect(imageTree(name)).not.toHaveProperty('busybox')
  expect(
    JSON.parse(await docker('image', 'inspect', '--format', '{{json .Config.Labels}}', name)),
  ).toHaveProperty(['__proto__'], 'x')
  expect(whole.view.steps.map((step) => step.name)).toContain('[other 1/1] COPY --from=build /out /out')
  built(await build(on, { folder, tags: [`${name}:build`], target: 'build', buildArgs }))
  expect(imageTree(`${name}:build`)).toHaveProperty('busybox')
  await expect(build(on, { folder, target: 'nope' })).rejects.toMatchObject({
    error: { code: 'BUILD_TARGET_UNKNOWN' },
  })
})

/** Builds, edits what is copied last, and builds again under the same name. */
async function buildTwice(name: string, lost = 0): Promise<readonly [Built, Built]> {
  const on = await services()
  const files = {
    busybox: { program: true },
    Dockerfile: ['FROM scratch', 'COPY busybox /busybox', sh('echo 1 > /made'), 'COPY main.py /'].join('\n'),
  } as const
  const once = async (content: string) =>
    await build(on, { folder: folderOf({ ...files, 'main.py': content }), tags: [name], noCache: false })
  const first = built(await once(name))
  const second = await once(`${name}2`)
  // The engine's own race, which leaves a name that went over to what is not unpacked (docs/engine-facts.md).
  const { outcome } = second
  if (outcome.type === 'failed' && outcome.error.code === 'BUILD_LAYER_LOST' && lost < 2)
    return await buildTwice(`${name}-again`, lost + 1)
  return [first, built(second)]
}

test('after an edit: which steps were cached, and who lost the tag', async () => {
  const name = uniqueName()
  const [first, second] = await buildTwice(name)
  expect(
    second.view.steps.filter(({ state }) => state === 'cached').map((step) => step.name.slice(0, 5)),
  ).toEqual(expect.arrayContaining(['[1/3]', '[2/3]']))
  const [was] = second.report.tags
  expect(was).toMatch(new RegExp(`^${name}.*:latest$`))
  const former = [{ imageId: first.report.imageId, was }]
  const { dangling, gone } = second.report
  if (sandbox().store === 'containerd') expect({ dangling, gone }).toEqual({ dangling: [], gone: former })
  else expect({ dangling, gone }).toEqual({ dangling: former, gone: [] })
})

test('a Dockerfile that the rules leave out is read, and not copied; so with one from outside', async () => {
  const on = await services()
  const name = uniqueName()
  const folder = folderOf({
    Dockerfile: 'FROM scratch\nCOPY . /\n',
    '.dockerignore': 'Dockerfile\n.dockerignore\n',
    a: 'a',
  })
  built(await build(on, { folder, tags: [name] }))
  expect(Object.keys(imageTree(name))).toContain('a')
  expect(imageTree(name)).not.toHaveProperty('Dockerfile')
  const outside = folderOf({ 'other.Dockerfile': 'FROM scratch\nCOPY . /other/\n' })
  built(await build(on, { folder, dockerfile: join(outside, 'other.Dockerfile'), tags: [name] }))
  const tree = imageTree(name)
  expect(Object.keys(tree).filter((path) => path.startsWith('other/') && path !== 'other/')).toEqual([
    'other/a',
  ])
})

test('links in and out of the context arrive as links', async () => {
  const on = await services()
  const name = uniqueName()
  const folder = folderOf({
    Dockerfile: 'FROM scratch\nCOPY . /\nCOPY way/file /followed\n',
    'real/file': 'content',
    way: { link: 'real' },
    out: { link: '/etc/passwd' },
  })
  built(await build(on, { folder, tags: [name] }))
  expect(imageTree(name)).toMatchObject({ out: '->', way: '->', followed: 'content' })
})

test('no tag: an image without a name', async () => {
  const on = await services()
  const { report } = built(
    await build(on, { folder: folderOf({ Dockerfile: `FROM scratch\nLABEL x=${uniqueName()}\n` }) }),
  )
  expect(report.tags).toEqual([])
  expect(await docker('image', 'inspect', '--format', '{{len .RepoTags}}', report.imageId)).toBe('0')
})

test('the classic builder: the same report', async () => {
  const on = await services({ builder: 'classic' })
  const name = uniqueName()
  const outside = folderOf({ 'x.Dockerfile': 'FROM scratch\nCOPY . /\n' })
  const folder = folderOf({ a: 'a', '.dockerignore': 'secret\n', secret: 's' })
  const watched = await build(on, { folder, dockerfile: join(outside, 'x.Dockerfile'), tags: [name] })
  const { report, view } = built(watched)
  expect(view.steps.map((step) => step.name)).toEqual(['Step 1/2 : FROM scratch', 'Step 2/2 : COPY . /'])
  expect(await docker('image', 'inspect', '--format', '{{.Id}}', name)).toBe(report.imageId)
  const own = Object.keys(imageTree(name)).filter((path) => !/^(?:dev|etc|proc|sys|\.dockerenv)/.test(path))
  expect(own).toEqual(['.dockerignore', 'a'])
  expect(report.sentBytes).toBeGreaterThan(0)
})
