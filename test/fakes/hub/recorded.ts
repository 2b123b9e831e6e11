/**
 * Answers of Docker Hub as it sends them, with the fields that Strata does not read left in. Search: "Search API" 1.1.0
 * of Docker and answers of the web site; v2: answers that public projects recorded; tags: "List repository tags".
 */

export type HubEntry = {
  readonly name: string
  readonly description: string
  readonly stars: number
  readonly pulls: number
  /** As the search rounds it. */
  readonly roundedPulls: string
  readonly badge: 'official' | 'verified_publisher' | 'open_source' | 'none'
  readonly publisher: string
}

export function searchV4Entry(entry: HubEntry): unknown {
  return {
    id: '',
    name: entry.name,
    slug: entry.name,
    type: 'image',
    publisher: { id: entry.publisher.toLowerCase(), name: entry.publisher },
    created_at: '2014-06-05T19:14:45Z',
    updated_at: '2026-11-18T01:17:42.362304Z',
    short_description: entry.description,
    badge: entry.badge,
    star_count: entry.stars,
    pull_count: entry.roundedPulls,
    logo_url: { large: 'https://example.com/logo.png', small: null },
    operating_systems: [{ name: 'linux', label: 'Linux' }],
    architectures: [
      { name: 'amd64', label: 'x86-64' },
      { name: 'arm64', label: 'ARM 64' },
    ],
    extension_reviewed: false,
    categories: [{ slug: 'databases-and-storage', name: 'Databases & storage' }],
    archived: false,
    rate_plans: null,
  }
}

export function searchV2Entry(entry: HubEntry): unknown {
  const slash = entry.name.indexOf('/')
  return {
    repo_name: entry.name,
    short_description: entry.description,
    star_count: entry.stars,
    pull_count: entry.pulls,
    repo_owner: slash === -1 ? '' : entry.name.slice(0, slash),
    is_automated: false,
    is_official: entry.badge === 'official',
  }
}

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`

/** `redis:7`: three platforms and an attestation. */
export const severalPlatforms = {
  creator: 2660661,
  id: 2343,
  images: [
    image('amd64', null, 45_860_120, '1'),
    image('arm', 'v7', 38_200_001, '2'),
    image('arm64', 'v8', 44_100_555, '3'),
    { ...image('unknown', null, 21_000, '4'), os: 'unknown' },
  ],
  last_updated: '2026-11-18T22:05:59.257041Z',
  last_updater: 1156886,
  last_updater_username: 'doijanky',
  name: '7',
  repository: 21171,
  full_size: 45_860_120,
  v2: true,
  tag_status: 'active',
  tag_last_pulled: '2026-11-20T05:40:36.129105Z',
  tag_last_pushed: '2026-11-18T22:05:59.257041Z',
  media_type: 'application/vnd.oci.image.index.v1+json',
  content_type: 'image',
  digest: digest('a'),
}

/** An old tag of one platform, without a digest of its own. */
export const onePlatform = {
  creator: 7,
  id: 9,
  images: [{ ...image('amd64', null, 8_988_370, '5'), last_pulled: null }],
  last_updated: '2021-05-25T22:27:21.712654Z',
  name: '2.6',
  full_size: 8_988_370,
  v2: true,
  tag_status: 'inactive',
  tag_last_pulled: null,
  tag_last_pushed: '2021-05-25T22:27:21.712654Z',
}

/** For Windows, by build. */
export const windows = {
  name: 'nanoserver',
  images: [{ ...image('amd64', null, 122_000_000, '6'), os: 'windows', os_version: '10.0.20348.2700' }],
  full_size: 122_000_000,
  tag_last_pushed: '0001-01-01T00:00:00Z',
  digest: digest('b'),
}

function image(architecture: string, variant: string | null, size: number, digit: string) {
  return {
    architecture,
    features: '',
    variant,
    digest: digest(digit),
    os: 'linux',
    os_features: '',
    os_version: null,
    size,
    status: 'active',
    last_pulled: '2026-11-20T05:40:36.129105Z',
    last_pushed: '2026-11-18T20:38:19.930326904Z',
  }
}
