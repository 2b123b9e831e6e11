import { pastedReference } from '@shared/domain/pastedReference'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

describe('the name in what was pasted', () => {
  it.each([
    ['  docker.io/library/ubuntu:24.04\n', 'docker.io/library/ubuntu:24.04'],
    ['docker pull redis', 'redis'],
    ['docker', 'docker'],
    ['$ sudo docker image pull localhost:5000/app:1', 'localhost:5000/app:1'],
    ['https://hub.docker.com/_/redis', 'redis'],
    ['https://hub.docker.com/_/redis/tags?page=2#top', 'redis'],
    ['https://hub.docker.com/r/grafana/grafana/', 'grafana/grafana'],
    ['http://Hub.Docker.com/r/grafana/grafana/tags', 'grafana/grafana'],
    ['https://hub.docker.com/r/library/ubuntu', 'ubuntu'],
    ['https://hub.docker.com/layers/library/ubuntu/24.04/images/sha256-abc', 'ubuntu:24.04'],
    [
      'https://hub.docker.com/layers/grafana/grafana/11.0/images/sha256-abc?context=explore',
      'grafana/grafana:11.0',
    ],
  ])('%s', (text, name) => expect(pastedReference(text)).toBe(name))

  it.each([
    'https://hub.docker.com/',
    'https://hub.docker.com/search?q=redis',
    'https://hub.docker.com/r/grafana',
    'https://hub.docker.com.example.net/_/redis',
    'https://example.net/_/redis',
  ])('is left as it is where there is none: %s', (text) => expect(pastedReference(text)).toBe(text))

  it('any text is taken without a throw, and a name stays a name', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = pastedReference(`https://hub.docker.com/_/${text}`)
        expect(typeof once).toBe('string')
        expect(pastedReference(pastedReference('team/app:1'))).toBe('team/app:1')
      }),
    )
  })
})
