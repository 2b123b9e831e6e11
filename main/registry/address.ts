import { BlockList, isIP } from 'node:net'

/**
 * What an address leads to. `metadata`: where clouds hand out secrets of the machine. `special`: neither a host of the
 * internet nor one of ours (multicast, unspecified, reserved).
 */
export type AddressKind = 'public' | 'loopback' | 'linkLocal' | 'private' | 'metadata' | 'special'

function listOf(...subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [address = '', bits] = subnet.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

// IANA special-purpose address registries (RFC 6890); the metadata addresses of AWS, Azure, Google, Alibaba, Oracle.
const kinds: readonly (readonly [AddressKind, BlockList])[] = [
  ['metadata', listOf('169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32', 'fd00:ec2::254/128')],
  ['loopback', listOf('127.0.0.0/8', '::1/128')],
  ['linkLocal', listOf('169.254.0.0/16', 'fe80::/10')],
  [
    'private',
    listOf(
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '100.64.0.0/10',
      'fc00::/7',
      'fec0::/10',
      // What tunnels on this machine (Clash, sing-box) give every name, so that they see who wants to go where.
      '198.18.0.0/15',
    ),
  ],
  [
    'special',
    listOf(
      '0.0.0.0/8',
      '192.0.0.0/24',
      '224.0.0.0/4',
      '240.0.0.0/4',
      '::/128',
      'ff00::/8',
      '2001:db8::/32',
      '100::/64',
    ),
  ],
]

/** Of an IP address; an IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4) is what that one is. */
export function addressKind(address: string): AddressKind {
  const bare = address.replace(/%.*$/, '')
  const family = isIP(bare)
  if (family === 0) return 'special'
  const inner = family === 6 ? embeddedIpv4(bare) : undefined
  if (inner !== undefined) return addressKind(inner)
  return kinds.find(([, list]) => list.check(bare, family === 4 ? 'ipv4' : 'ipv6'))?.[0] ?? 'public'
}

/** ::ffff:a.b.c.d, ::a.b.c.d (but not ::1), 64:ff9b::a.b.c.d, 2002:ab:cd::. */
function embeddedIpv4(address: string): string | undefined {
  const groups = groupsOf(address)
  const starts = (...wanted: readonly number[]): boolean => wanted.every((group, at) => groups[at] === group)
  const pair = (at: number): string => {
    const [high = 0, low = 0] = groups.slice(at, at + 2)
    return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
  }
  if (starts(0, 0, 0, 0, 0, 0xffff) || starts(0x64, 0xff9b, 0, 0, 0, 0)) return pair(6)
  if (starts(0, 0, 0, 0, 0, 0) && groups[6] !== 0) return pair(6)
  return starts(0x2002) ? pair(1) : undefined
}

function groupsOf(address: string): readonly number[] {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [a = 0, b = 0, c = 0, d = 0] = (dotted ?? []).slice(1).map(Number)
  const hex = dotted === null ? address : address.slice(0, dotted.index) + hexOf(a, b) + ':' + hexOf(c, d)
  const [head = '', tail] = hex.split('::')
  const parse = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  if (tail === undefined) return parse(head)
  const [before, after] = [parse(head), parse(tail)]
  const missing = Math.max(0, 8 - before.length - after.length)
  return [...before, ...Array.from({ length: missing }, () => 0), ...after]
}

function hexOf(high: number, low: number): string {
  return ((high << 8) | low).toString(16)
}
