import type { BuildStep, BuildView } from '@shared/domain/build'
import { expect, test } from 'vitest'
import { explainFailure } from '../../../main/build/buildError'

const step = (name: string): BuildStep => ({
  id: 's',
  name,
  state: 'failed',
  inputs: [],
  statuses: [],
  log: { lines: [], dropped: 0, chars: 0 },
})
const dockerfile = { content: 'FROM nope:1\nCOPY nope /\nRUN false\n', file: 'Dockerfile' }

function explain(message: string, more: { readonly exitCode?: number; readonly step?: string } = {}) {
  const view: Pick<BuildView, 'failure' | 'steps'> = {
    failure: { message, ...(more.exitCode === undefined ? {} : { exitCode: more.exitCode }), stepId: 's' },
    steps: more.step === undefined ? [] : [step(more.step)],
  }
  return explainFailure(view, dockerfile)
}

/** The engines' own words, as 20.10.24, 26.1.5 and 28.5.2 said them. */
test.each<[string, string, object]>([
  [
    'dockerfile parse error on line 2: unknown instruction: FOO (did you mean FROM?)',
    'BUILD_DOCKERFILE_INVALID',
    { line: 2, problem: 'unknown instruction: FOO (did you mean FROM?)' },
  ],
  [
    'failed to solve with frontend dockerfile.v0: failed to create LLB definition: dockerfile parse error line 1: unknown instruction: FOO',
    'BUILD_DOCKERFILE_INVALID',
    { line: 1 },
  ],
  [
    'failed to compute cache key: failed to calculate checksum of ref c0df7e6b-901b::nrdj9: "/nope": not found',
    'BUILD_SOURCE_MISSING',
    { path: '/nope' },
  ],
  ['failed to compute cache key: "/nope" not found: not found', 'BUILD_SOURCE_MISSING', { path: '/nope' }],
  [
    'COPY failed: file not found in build context or excluded by .dockerignore: stat nope: file does not exist',
    'BUILD_SOURCE_MISSING',
    { path: 'nope' },
  ],
  ['target stage "nope" could not be found', 'BUILD_TARGET_UNKNOWN', { target: 'nope' }],
  ['failed to reach build target nope in Dockerfile', 'BUILD_TARGET_UNKNOWN', { target: 'nope' }],
  [
    'localhost:1/x:1: failed to resolve source metadata for localhost:1/x:1: failed to do request: Head "https://localhost:1/v2/x/manifests/1": dial tcp 127.0.0.1:1: connect: connection refused',
    'BUILD_BASE_UNAVAILABLE',
    { image: 'localhost:1/x:1' },
  ],
  [
    "pull access denied for nope, repository does not exist or may require 'docker login'",
    'BUILD_BASE_UNAVAILABLE',
    { image: 'nope' },
  ],
  ['write /x: no space left on device', 'ENGINE_DISK_FULL', {}],
  [
    `failed to prepare extraction snapshot "extract-805279919-Mi7v sha256:0f57": parent snapshot sha256:2693 does not exist: not found`,
    'BUILD_LAYER_LOST',
    {},
  ],
  ['invalid containerPort: 99999999', 'BUILD_FAILED', {}],
])('%s', (message, code, params) => {
  expect(explain(message).error).toMatchObject({ code, params, detail: message })
})

test('a failed RUN names its step, its exit code and its line, and shows the lines', () => {
  const { error, spot } = explain('process "/bin/sh -c false" did not complete successfully: exit code: 1', {
    exitCode: 1,
    step: '[3/3] RUN false',
  })
  expect(error).toMatchObject({
    code: 'BUILD_STEP_FAILED',
    params: { step: '[3/3] RUN false', exitCode: 1, line: 3 },
  })
  expect(spot).toMatchObject({ lines: { start: 3, end: 3 } })
})

test('a base that could not be had points at its FROM', () => {
  const { error, spot } = explain('nope:1: failed to do request: no such host', {
    step: '[internal] load metadata for docker.io/library/nope:1',
  })
  expect(error).toMatchObject({
    code: 'BUILD_BASE_UNAVAILABLE',
    params: { image: 'docker.io/library/nope:1' },
  })
  expect(spot?.lines.start).toBe(1)
})
