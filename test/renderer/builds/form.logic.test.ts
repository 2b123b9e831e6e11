import type { DockerfileOutline } from '@shared/domain/build'
import { looksSecret } from '@shared/domain/buildChoices'
import type { BuildPreparation } from '@shared/domain/buildForm'
import { appError } from '@shared/errors'
import { describe, expect, it } from 'vitest'
import {
  argRows,
  type BuildDraft,
  commandOf,
  emptyDraft,
  hindranceOf,
  losingOwners,
  readTags,
  unwanted,
} from '../../../renderer/features/builds/form/form.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

const anOutline = (over: Partial<DockerfileOutline> = {}): DockerfileOutline => ({
  stages: [{ index: 0, from: 'scratch', fromKind: 'scratch', line: 1 }],
  args: [],
  onBuild: [],
  directives: [],
  problems: [],
  ...over,
})
const prepared = (outline: Partial<DockerfileOutline> = {}, name = 'Dockerfile'): BuildPreparation => ({
  folderName: 'app',
  builder: 'buildkit',
  store: 'classic',
  dockerfiles: [name],
  dockerfile: { name, outside: false, outline: anOutline(outline), spots: [] },
  proposedTag: 'app:latest',
})
const draft = (over: Partial<BuildDraft>): BuildDraft => ({ ...emptyDraft, ...over })
const good = { live: true, contextBad: false }
const problem = appError('BUILD_DOCKERFILE_INVALID', { file: 'Dockerfile', line: 2, problem: 'x' })

describe('the build form', () => {
  it('reads tags as docker would, each once', () => {
    expect(readTags(' ')).toEqual({ type: 'none' })
    expect(readTags('app, app:latest localhost:5000/a:1')).toEqual({
      type: 'valid',
      tags: ['app:latest', 'localhost:5000/a:1'],
    })
    expect(readTags('app Bad')).toMatchObject({ type: 'invalid', error: { code: 'REFERENCE_UPPERCASE' } })
    expect(readTags(`app@sha256:${'a'.repeat(64)}`)).toMatchObject({
      error: { code: 'REFERENCE_NEEDS_TAG' },
    })
  })

  it('says who loses names, and who is left with none', () => {
    const both = anImageRow({ id: imageId(1), tags: ['app:1', 'app:2'] })
    const one = anImageRow({ id: imageId(2), tags: ['web:1', 'web:2'] })
    const pulled = anImageRow({
      id: imageId(3),
      tags: ['redis:7'],
      digests: [`redis@sha256:${'d'.repeat(64)}`],
    })
    const names = ['app:1', 'app:2', 'web:1', 'redis:7', 'new:1']
    expect(losingOwners(names, [both, one, pulled], 'classic')).toEqual([
      { owner: both, tags: ['app:1', 'app:2'], nameless: true },
      { owner: one, tags: ['web:1'], nameless: false },
      { owner: pulled, tags: ['redis:7'], nameless: false },
    ])
    expect(losingOwners(names, [pulled], 'containerd')).toMatchObject([{ nameless: true }])
    const elsewhere = { ...pulled, digests: [...pulled.digests, `other@sha256:${'d'.repeat(64)}`] }
    expect(losingOwners(names, [elsewhere], 'containerd')).toMatchObject([{ nameless: false }])
  })

  it('has one row an argument, with the default that it has anywhere', () => {
    const rows = argRows([
      { name: 'BASE', defaultValue: 'alpine', line: 1 },
      { name: 'V', line: 3, stage: 0 },
      { name: 'V', defaultValue: '2', line: 5, stage: 1 },
      { name: 'BASE', line: 6, stage: 1 },
      { name: 'ONLY', line: 2 },
    ])
    expect(rows).toEqual([
      { name: 'BASE', defaultValue: 'alpine', line: 1, onlyFrom: false },
      { name: 'V', defaultValue: '2', line: 3, onlyFrom: false },
      { name: 'ONLY', defaultValue: undefined, line: 2, onlyFrom: true },
    ])
  })

  it('shows the command that does the same, without secrets', () => {
    const args = [
      { name: 'GREETING', line: 1, stage: 0 },
      { name: 'NPM_TOKEN', line: 2, stage: 0 },
    ]
    const typed = draft({
      tags: 'app',
      target: 'build',
      args: new Map([
        ['GREETING', 'a b'],
        ['NPM_TOKEN', 'x'],
        ['__proto__', 'gone'],
      ]),
      noCache: true,
      pull: true,
      platform: 'linux/arm64',
      network: 'none',
    })
    expect(commandOf(typed, prepared({ args }, 'docker/web.Dockerfile'))).toBe(
      "docker build --tag app:latest --file docker/web.Dockerfile --target build --build-arg 'GREETING=a b' " +
        '--build-arg NPM_TOKEN --no-cache --pull --platform linux/arm64 --network none .',
    )
  })

  it('says what is in the way', () => {
    expect(hindranceOf(emptyDraft, prepared(), good)).toBeUndefined()
    expect(hindranceOf(emptyDraft, prepared(), { ...good, live: false })).toBe('engine')
    expect(hindranceOf(emptyDraft, prepared(), { ...good, contextBad: true })).toBe('context')
    expect(hindranceOf(draft({ tags: 'Bad' }), prepared(), good)).toBe('tags')
    expect(hindranceOf(emptyDraft, prepared({ problems: [problem] }), good)).toBe('dockerfile')
    const { dockerfile: _none, ...without } = prepared()
    expect(hindranceOf(emptyDraft, without, good)).toBe('dockerfile')
  })

  it('leaves the last word to another reader where one is named', () => {
    const directives = [{ name: 'syntax', value: 'docker/dockerfile:1', line: 1 }]
    expect(hindranceOf(emptyDraft, prepared({ problems: [problem], directives }), good)).toBeUndefined()
  })

  it('asks about each foreign reader; the classic builder knows none', () => {
    const foreign = prepared({ foreignSyntax: 'example.com/x:1' })
    expect(hindranceOf(emptyDraft, foreign, good)).toBe('consent')
    expect(hindranceOf(draft({ agreed: 'example.com/y:1' }), foreign, good)).toBe('consent')
    expect(hindranceOf(draft({ agreed: 'example.com/x:1' }), foreign, good)).toBeUndefined()
    expect(hindranceOf(emptyDraft, { ...foreign, builder: 'classic' }, good)).toBeUndefined()
  })

  it('knows names of secrets, and folders that are sent by mistake', () => {
    for (const name of [
      'API_TOKEN',
      'password',
      'DbPassword',
      'AWS_SECRET_ACCESS_KEY',
      'npm.token',
      'SSH_KEY',
    ])
      expect([name, looksSecret(name)]).toEqual([name, true])
    for (const name of ['TOKENIZER', 'VERSION', 'KEYBOARD', 'PASSENGER', 'COMPASS'])
      expect([name, looksSecret(name)]).toEqual([name, false])
    expect(unwanted([{ path: 'src' }, { path: 'node_modules' }, { path: '.git' }])).toEqual([
      'node_modules',
      '.git',
    ])
  })
})
