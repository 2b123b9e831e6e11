import {
  type HubEntry,
  onePlatform,
  searchV2Entry,
  searchV4Entry,
  severalPlatforms,
  windows,
} from './recorded'
import { html, json, status } from './replies'
import { type FakeServer, type Reply, startServer } from './server'

export type FakeHub = FakeServer & {
  /** Answers everything with this from now on; undefined: itself again. */
  readonly breakWith: (reply: Reply | undefined) => void
}

export type FakeHubOptions = {
  readonly entries?: readonly HubEntry[]
  /** By `namespace/repository`. */
  readonly tags?: Readonly<Record<string, readonly { readonly name: string }[]>>
  /** A mirror that knows only the old search: the new one is the page of a web app, as such servers answer. */
  readonly onlyV2?: boolean
  /** First result that anonymous users are not given. */
  readonly anonymousLimit?: number
}

/** Docker Hub on a loopback port: both searches and the tags, with its paging and its refusals. */
export async function startFakeHub(options: FakeHubOptions = {}): Promise<FakeHub> {
  let broken: Reply | undefined
  const server = await startServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://hub.test')
    const reply = broken ?? route(url, options)
    reply(request, response)
  })
  return {
    ...server,
    breakWith: (reply) => {
      broken = reply
    },
  }
}

function route(url: URL, options: FakeHubOptions): Reply {
  if (url.pathname === '/api/search/v4') return options.onlyV2 === true ? html : searchV4(url, options)
  if (url.pathname === '/v2/search/repositories/') return searchV2(url, options)
  const tags = /^\/v2\/namespaces\/([^/]+)\/repositories\/([^/]+)\/tags$/.exec(url.pathname)
  if (tags !== null) return listTags(url, `${tags[1]}/${tags[2]}`, options)
  return html
}

function searchV4(url: URL, { entries = sampleEntries, anonymousLimit }: FakeHubOptions): Reply {
  const from = number(url, 'from', 0)
  const size = number(url, 'size', 10)
  if (size > 100 || from + size > 2500) return status(400, { message: 'invalid size' })
  if (from >= (anonymousLimit ?? Number.POSITIVE_INFINITY)) return tooFar
  const badge = url.searchParams.get('badges')
  const found = matching(entries, url).filter((entry) => badge === null || entry.badge === badge)
  return json({ total: found.length, results: found.slice(from, from + size).map(searchV4Entry) })
}

function searchV2(url: URL, { entries = sampleEntries, anonymousLimit }: FakeHubOptions): Reply {
  const size = number(url, 'page_size', 25)
  const from = (number(url, 'page', 1) - 1) * size
  if (from >= (anonymousLimit ?? Number.POSITIVE_INFINITY)) return tooFar
  const found = matching(entries, url)
  const next = from + size < found.length ? 'https://evil.test/next' : ''
  return json({
    count: found.length,
    next,
    previous: '',
    results: found.slice(from, from + size).map(searchV2Entry),
  })
}

function listTags(
  url: URL,
  repository: string,
  { tags = sampleTags, anonymousLimit }: FakeHubOptions,
): Reply {
  const known = tags[repository]
  if (known === undefined) return status(404, { message: 'object not found', errinfo: {} })
  const size = number(url, 'page_size', 10)
  const from = (number(url, 'page', 1) - 1) * size
  if (from >= (anonymousLimit ?? Number.POSITIVE_INFINITY)) return tooFar
  const named = known.filter(({ name }) => name.includes(url.searchParams.get('name') ?? ''))
  // Strata must count pages, not follow this.
  const next = from + size < named.length ? 'https://evil.test/next' : null
  return json({ count: named.length, next, previous: null, results: named.slice(from, from + size) })
}

const tooFar = status(403, {
  message: 'pagination offset too large for anonymous requests; sign in to page further',
})

function number(url: URL, name: string, otherwise: number): number {
  return Number(url.searchParams.get(name) ?? otherwise)
}

function matching(entries: readonly HubEntry[], url: URL): readonly HubEntry[] {
  const query = url.searchParams.get('query') ?? ''
  return entries.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(query))
}

function entry(
  name: string,
  stars: number,
  badge: HubEntry['badge'],
  publisher: string,
  description: string,
): HubEntry {
  return { name, stars, badge, publisher, description, pulls: stars * 1_000_003, roundedPulls: '10M+' }
}

/** After the search of the tutorials: eight rows from 7066 stars to 22, one official. */
const sampleEntries: readonly HubEntry[] = [
  entry(
    'centos',
    7066,
    'official',
    'Docker',
    'The official build of CentOS, which has reached the end of its life.',
  ),
  entry('ansible/centos7-ansible', 134, 'none', 'ansible', 'Ansible on Centos7'),
  entry('consol/centos-xfce-vnc', 129, 'none', 'consol', 'Centos container with "headless" VNC session'),
  entry('jdeathe/centos-ssh', 118, 'none', 'jdeathe', 'OpenSSH / Supervisor / EPEL/IUS/SCL Repos - CentOS.'),
  entry('centos/systemd', 99, 'verified_publisher', 'CentOS', 'systemd enabled base container of centos.'),
  entry('imagine10255/centos6-lnmp-php56', 58, 'none', 'imagine10255', 'centos6-lnmp-php56'),
  entry('kinogmt/centos-ssh', 29, 'open_source', 'kinogmt', 'CentOS with SSH'),
  entry('tutum/centos', 22, 'none', 'tutum', 'Simple CentOS docker image with SSH access.'),
]

const sampleTags: Readonly<Record<string, readonly { readonly name: string }[]>> = {
  'library/redis': [severalPlatforms, onePlatform, windows],
}
