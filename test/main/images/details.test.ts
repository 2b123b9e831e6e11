import { describe, expect, test, vi } from 'vitest'
import { fairLimit } from '../../../main/images/cutTexts'
import { detailsOf } from '../../../main/images/details'
import { healthcheckOf, runCommandOf } from '../../../main/images/runCommand'
import type { InspectedConfig, InspectedImage } from '../../../main/ports/engineClient'
import { imageId } from '../../builders/imageRow'

// Many generated cases on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const config: InspectedConfig = {
  entrypoint: [],
  cmd: [],
  env: [],
  exposedPorts: [],
  volumes: [],
  onBuild: [],
  labels: new Map(),
}
function image(over: Partial<InspectedImage> = {}): InspectedImage {
  return {
    id: imageId(1),
    tags: [],
    repoDigests: [],
    size: 1,
    os: 'linux',
    architecture: 'arm64',
    variant: 'v8',
    diffIds: [],
    config,
    ...over,
  }
}

describe('the command as it will run', () => {
  test.each([
    [
      [],
      ['python', 'main.py'],
      undefined,
      { argv: ['python', 'main.py'], cmdForm: 'exec', cmdIgnored: false },
    ],
    [
      ['/entry.sh'],
      ['redis'],
      undefined,
      { argv: ['/entry.sh', 'redis'], entrypointForm: 'exec', cmdForm: 'exec', cmdIgnored: false },
    ],
    [
      [],
      ['/bin/sh', '-c', 'exec top'],
      undefined,
      { argv: ['/bin/sh', '-c', 'exec top'], cmdForm: 'shell', cmdIgnored: false },
    ],
    [
      ['/bin/sh', '-c', 'exec top'],
      ['-b'],
      undefined,
      {
        argv: ['/bin/sh', '-c', 'exec top', '-b'],
        entrypointForm: 'shell',
        cmdForm: 'exec',
        cmdIgnored: true,
      },
    ],
    [
      ['/bin/bash', '-lc', 'x'],
      [],
      ['/bin/bash', '-lc'],
      { argv: ['/bin/bash', '-lc', 'x'], entrypointForm: 'shell', cmdIgnored: false },
    ],
    [
      ['/bin/sh', '-c', 'x'],
      [],
      ['/bin/bash', '-lc'],
      { argv: ['/bin/sh', '-c', 'x'], entrypointForm: 'exec', cmdIgnored: false },
    ],
    [[], [], undefined, { argv: [], cmdIgnored: false }],
  ])('%j %j', (entrypoint, cmd, shell, expected) => {
    expect(runCommandOf({ entrypoint, cmd, ...(shell && { shell }) })).toEqual({
      entrypoint,
      cmd,
      ...expected,
    })
  })

  test('a healthcheck shows as it runs', () => {
    expect(
      healthcheckOf({
        healthcheck: { test: ['CMD-SHELL', 'curl x'], interval: 30e9, retries: 3, timeout: 0 },
      }),
    ).toEqual({ test: ['/bin/sh', '-c', 'curl x'], disabled: false, intervalMs: 30_000, retries: 3 })
    expect(healthcheckOf({ healthcheck: { test: ['CMD', 'a', 'b'] } })).toEqual({
      test: ['a', 'b'],
      disabled: false,
    })
    expect(healthcheckOf({ healthcheck: { test: ['NONE'] } })).toEqual({ test: [], disabled: true })
    expect(healthcheckOf({ healthcheck: { test: [] } })).toBeUndefined()
  })
})

test('each repository has its own digest; repositories without a tag stand apart', () => {
  const digest = (n: number) => imageId(n)
  const details = detailsOf(
    image({
      tags: ['redis:7', 'redis:latest', 'localhost:5000/app:1'],
      repoDigests: [`redis@${digest(1)}`, `localhost:5000/app@${digest(2)}`, `other@${digest(3)}`],
    }),
    { containers: [], children: [] },
  )
  expect(details.references).toEqual([
    { familiar: 'localhost:5000/app:1', canonical: 'localhost:5000/app:1', repoDigest: digest(2) },
    { familiar: 'redis:7', canonical: 'docker.io/library/redis:7', repoDigest: digest(1) },
    { familiar: 'redis:latest', canonical: 'docker.io/library/redis:latest', repoDigest: digest(1) },
  ])
  expect(details.digestsWithoutTag).toEqual([`other@${digest(3)}`])
  expect(details.platform).toBe('linux/arm64/v8')
})

test('floods are cut and counted: the message stays under 1 MB', () => {
  const labels = new Map(
    Array.from({ length: 200_000 }, (_, n): [string, string] => [`label-${n}`, 'x'.repeat(50)]),
  )
  labels.set('__proto__', 'y'.repeat(20_000_000))
  const flood = 'z'.repeat(2_000_000)
  const details = detailsOf(
    image({
      author: flood,
      comment: flood,
      config: {
        ...config,
        labels,
        env: Array.from({ length: 50_000 }, () => `A=${'e'.repeat(9_000)}`),
        cmd: [flood, flood],
        exposedPorts: Array.from({ length: 60_000 }, () => flood),
        onBuild: [flood],
        user: flood,
      },
    }),
    { containers: [], children: [] },
  )
  expect(JSON.stringify(details).length).toBeLessThan(1_000_000)
  expect([details.labelsTotal, details.envTotal, details.labels.length]).toEqual([200_001, 50_000, 1_000])
  const proto = details.labels.find(({ name }) => name === '__proto__')
  expect([proto?.value.length, (proto?.value.text.length ?? 0) <= 4_096]).toEqual([20_000_000, true])
})

test('an environment value keeps its equals signs', () => {
  const { env } = detailsOf(image({ config: { ...config, env: ['A=b=c', 'EMPTY=', 'BARE'] } }), {
    containers: [],
    children: [],
  })
  expect(env.map(({ name, value }) => [name, value.text])).toEqual([
    ['A', 'b=c'],
    ['EMPTY', ''],
    ['BARE', ''],
  ])
})

test('a fair limit gives long texts what short ones leave', () => {
  expect(fairLimit([10, 10, 1_000], 120, { most: 4_096, least: 8 })).toBe(100)
  expect(fairLimit([10, 10], 120, { most: 4_096, least: 8 })).toBe(4_096)
  expect(fairLimit([1_000, 1_000], 10, { most: 4_096, least: 8 })).toBe(8)
})
