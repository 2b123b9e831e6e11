import { expect, test } from 'vitest'
import { exportBuildLog } from '../../../../renderer/features/builds/steps/export.logic'
import { aBuildView, aLog, aStep, buildStart } from '../../../builders/buildView'

test('the log of a build in the form of docker build --progress=plain', () => {
  const view = aBuildView(
    [
      aStep({ id: 'a', name: '[1/3] FROM scratch', state: 'cached' }),
      aStep({
        id: 'b',
        name: '[2/3] RUN make',
        state: 'failed',
        completed: buildStart + 10_840,
        error: 'exit code: 2\nmore',
        log: aLog(['one', '  two\tthree'], 7),
      }),
      aStep({ id: 'c', name: '[3/3] RUN x', state: 'cancelled' }),
      aStep({ id: 'd', name: 'exporting to image', state: 'waiting' }),
    ],
    {
      failure: { message: 'it broke', stepId: 'b' },
      warnings: [
        {
          message: 'Casing',
          detail: ['use one'],
          url: 'https://docs.example',
          file: 'Dockerfile',
          lines: [{ start: 3, end: 3 }],
        },
      ],
    },
  )
  expect(exportBuildLog(view)).toBe(
    [
      '#1 [1/3] FROM scratch',
      '#1 CACHED',
      '',
      '#2 [2/3] RUN make',
      '#2 [… 7]',
      '#2 one',
      '#2   two\tthree',
      '#2 ERROR 10.8s: exit code: 2',
      '#2 more',
      '',
      '#3 [3/3] RUN x',
      '#3 CANCELED 1.0s',
      '',
      '#4 exporting to image',
      '',
      'WARNING: Casing (Dockerfile:3)',
      'use one',
      'https://docs.example',
      '',
      'ERROR: it broke',
      '',
    ].join('\n'),
  )
})
