import { expect, test } from 'vitest'
import { readHistory } from '../../../../main/engine/records/history'
import { readInspectedImage } from '../../../../main/engine/records/imageInspect'
import { codeOf } from '../failures'
import { golden, goldenVersions } from '../golden'

test.each(goldenVersions)('%s: inspect', (version) => {
  const image = readInspectedImage(golden(version, 'inspect'))
  expect(image).toMatchObject({
    tags: ['probe/child:1'],
    os: 'linux',
    architecture: 'amd64',
    config: {
      cmd: ['/bin/busybox', 'true'],
      entrypoint: [],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'A=1'],
      exposedPorts: [],
      onBuild: [],
    },
  })
  expect(image.diffIds).toHaveLength(2)
  expect(image.created).toBeGreaterThan(1_700_000_000_000)
  expect(image.lastTagged).toBeGreaterThan(1_700_000_000_000)
  expect(image.config.labels.get('__proto__')).toBe('x')
  expect(image.config.healthcheck).toBeUndefined()
  expect(image.comment).toBeUndefined()
})

test.each(goldenVersions)('%s: history', (version) => {
  const history = readHistory(golden(version, 'history'))
  expect(history).toHaveLength(7)
  expect(history[0]).toMatchObject({
    createdBy: '/bin/sh -c #(nop)  CMD ["/bin/busybox" "true"]',
    comment: '',
    size: 0,
    tags: ['probe/child:1'],
  })
  expect(history.every((line) => line.imageId !== undefined)).toBe(true)
})

test('every field of a config', () => {
  const image = readInspectedImage({
    Id: 'sha256:1',
    Created: '0001-01-01T00:00:00Z',
    Metadata: { LastTagTime: '0001-01-01T00:00:00Z' },
    Variant: 'v8',
    Author: 'a',
    Config: {
      Entrypoint: 'one',
      Cmd: null,
      ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
      Volumes: { '/data': {} },
      User: 'u',
      WorkingDir: '/w',
      StopSignal: 'SIGINT',
      Shell: ['/bin/bash', '-c'],
      OnBuild: ['RUN x'],
      Healthcheck: { Test: ['CMD', 'x'], Interval: 1_000_000_000, Retries: 0 },
      Labels: { constructor: 'c' },
    },
  })
  expect(image).toEqual({
    id: 'sha256:1',
    tags: [],
    repoDigests: [],
    size: 0,
    os: '',
    architecture: '',
    variant: 'v8',
    author: 'a',
    diffIds: [],
    config: {
      entrypoint: ['one'],
      cmd: [],
      env: [],
      exposedPorts: ['443/tcp', '80/tcp'],
      volumes: ['/data'],
      user: 'u',
      workdir: '/w',
      stopSignal: 'SIGINT',
      shell: ['/bin/bash', '-c'],
      onBuild: ['RUN x'],
      healthcheck: { test: ['CMD', 'x'], interval: 1_000_000_000 },
      labels: new Map([['constructor', 'c']]),
    },
  })
})

test('an image without any config', () => {
  expect(readInspectedImage({ Id: 'sha256:1' }).config.env).toEqual([])
  expect(codeOf(() => readInspectedImage({}))).toBe('ENGINE_ANSWER_UNKNOWN')
})

test('a step whose image is not kept here has no image id', () => {
  expect(readHistory([{ Id: '<missing>', Created: -62_135_596_800, CreatedBy: 'x', Tags: null }])).toEqual([
    { createdBy: 'x', comment: '', size: 0, tags: [] },
  ])
})
