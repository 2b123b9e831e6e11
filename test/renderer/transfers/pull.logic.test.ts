import { platforms } from '@shared/domain/platforms'
import { describe, expect, it } from 'vitest'
import { platformChoices, pullPlan } from '../../../renderer/features/transfers/pull/pull.logic'
import { anImageRow, imageId } from '../../builders/imageRow'

describe('what a typed name means for a pull', () => {
  it('is shown in full, with latest where no tag was given', () => {
    expect(pullPlan('ubuntu', undefined, [])).toEqual({
      type: 'valid',
      familiar: 'ubuntu:latest',
      canonical: 'docker.io/library/ubuntu:latest',
      isDefaultTag: true,
      owner: undefined,
      becomesDangling: false,
      command: 'docker pull ubuntu:latest',
    })
  })

  it('keeps a tag, a digest and a registry as they are, and names the platform', () => {
    expect(pullPlan('localhost:5000/app:1', 'linux/arm64', [])).toMatchObject({
      canonical: 'localhost:5000/app:1',
      isDefaultTag: false,
      command: 'docker pull --platform linux/arm64 localhost:5000/app:1',
    })
    const digest = `sha256:${'a'.repeat(64)}`
    expect(pullPlan(`app@${digest}`, undefined, [])).toMatchObject({
      canonical: `docker.io/library/app@${digest}`,
      isDefaultTag: false,
      owner: undefined,
    })
  })

  it('says whose name it may take', () => {
    const only = anImageRow({ id: imageId(1), tags: ['app:latest'] })
    const one = anImageRow({ id: imageId(2), tags: ['other:1', 'other:2'] })
    expect(pullPlan('app', undefined, [one, only])).toMatchObject({ owner: only, becomesDangling: true })
    expect(pullPlan('other:2', undefined, [one])).toMatchObject({ owner: one, becomesDangling: false })
  })

  it('a wrong name is an error by code, an empty one is none', () => {
    expect(pullPlan('  ', undefined, [])).toEqual({ type: 'empty' })
    expect(pullPlan('Upper/Case', undefined, [])).toMatchObject({
      type: 'invalid',
      error: { code: 'REFERENCE_UPPERCASE' },
    })
  })

  it('takes what was pasted: a command, a page of Docker Hub', () => {
    expect(pullPlan('docker pull redis:7', undefined, [])).toMatchObject({ familiar: 'redis:7' })
    expect(pullPlan('https://hub.docker.com/_/redis', undefined, [])).toMatchObject({
      familiar: 'redis:latest',
    })
  })

  it('an unusual platform joins the usual ones', () => {
    expect(platformChoices('linux/arm/v5')).toEqual(['linux/arm/v5', ...platforms])
    expect(platformChoices('linux/amd64')).toBe(platforms)
  })
})
