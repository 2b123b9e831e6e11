import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKind } from '../../../../main/registry/address'
import { parseChallenges } from '../../../../main/registry/distribution/challenge'
import { nextLink } from '../../../../main/registry/distribution/link'

describe('a challenge', () => {
  const read = (header: string) =>
    parseChallenges(header).map(({ scheme, params }) => [scheme, Object.fromEntries(params)])

  it.each([
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull"',
      [
        [
          'bearer',
          {
            realm: 'https://auth.docker.io/token',
            service: 'registry.docker.io',
            scope: 'repository:a/b:pull',
          },
        ],
      ],
    ],
    [
      'Basic realm="a", Bearer realm="b"',
      [
        ['basic', { realm: 'a' }],
        ['bearer', { realm: 'b' }],
      ],
    ],
    ['BEARER Realm = "a\\"b,c"', [['bearer', { realm: 'a"b,c' }]]],
    [
      'Bearer realm=https://x.test/token,service=y',
      [['bearer', { realm: 'https://x.test/token', service: 'y' }]],
    ],
    ['Bearer realm="a",realm="b"', [['bearer', { realm: 'a' }]]],
    ['Negotiate', [['negotiate', {}]]],
    ['Bearer realm="open', [['bearer', {}]]],
    ['="x"', []],
    ['', []],
  ])('%s', (header, expected) => {
    expect(read(header)).toEqual(expected)
  })

  it('is read to an end, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('Bearer', 'realm', '"', '\\', ',', '=', '\t', ' ', 'x') }),
        (header) => {
          expect(Array.isArray(parseChallenges(header))).toBe(true)
        },
      ),
    )
  })
})

describe('the next page', () => {
  it.each([
    ['</v2/a/tags/list?last=b&n=1>; rel="next"', '/v2/a/tags/list?last=b&n=1'],
    ['</x>; rel=next', '/x'],
    ['</x>;REL="prev next"', '/x'],
    ['</a>; rel="prev", </b>; title="x, y"; rel="next"', '/b'],
    ['</x>; rel="prev"', undefined],
    ['</x>; rel="next-archive"', undefined],
    ['</x>; rel=nextish', undefined],
    ['nonsense', undefined],
    [undefined, undefined],
  ])('of %s is %s', (header, expected) => {
    expect(nextLink(header)).toBe(expected)
  })
})

describe('an address', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.0', 'public'],
    ['2606:4700::1', 'public'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.255', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::7f00:1', 'loopback'],
    ['64:ff9b::127.0.0.1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['2002:808:808::1', 'public'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.255.255', 'private'],
    ['100.64.0.1', 'private'],
    ['198.18.0.5', 'private'],
    ['fd12::1', 'private'],
    ['169.254.0.1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['169.254.169.254', 'metadata'],
    ['::ffff:169.254.169.254', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['0.0.0.0', 'special'],
    ['::', 'special'],
    ['224.0.0.1', 'special'],
    ['255.255.255.255', 'special'],
    ['ff02::1', 'special'],
    ['no address', 'special'],
  ])('%s is %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind)
  })
})
