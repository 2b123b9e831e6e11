import { describe, expect, it } from 'vitest'
import { redact } from '../../../main/security/redact'

describe('redact', () => {
  it.each([
    ['GET https://bob:canary@registry.example/v2/', 'GET https://***@registry.example/v2/'],
    ['Authorization: Bearer canary.canary', 'Authorization: ***'],
    ['{"X-Registry-Auth":"canarycanary"}', '{"X-Registry-Auth":"***"}'],
    ['sent Bearer canarycanary twice', 'sent Bearer *** twice'],
    ['password=canary&user=bob', 'password=***&user=bob'],
    ['{"identitytoken":"canary","user":"bob"}', '{"identitytoken":"***","user":"bob"}'],
  ])('hides the secret of %j', (text, expected) => {
    expect(redact(text)).toBe(expected)
  })

  it.each(['pull docker.io/library/redis:7', 'sha256:abc in use by web', 'unix:///var/run/docker.sock'])(
    'leaves %j as it is',
    (text) => {
      expect(redact(text)).toBe(text)
    },
  )
})
