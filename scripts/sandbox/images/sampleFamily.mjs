import { randomFillSync } from 'node:crypto'
import { layerOf } from './archive.mjs'

/** @typedef {import('./archive.mjs').ImageSpec} ImageSpec */
/** @typedef {import('./archive.mjs').Step} Step */

const KB = 1000
const MB = 1000 * KB
const APPLETS = [
  'sh',
  'cat',
  'cp',
  'dd',
  'echo',
  'env',
  'ls',
  'mkdir',
  'rm',
  'sleep',
  'touch',
  'true',
  'wget',
]

/** Bytes that no compression shrinks, so that sizes on the wire are like real ones. @param {number} size */
function bytes(size) {
  const content = Buffer.alloc(size)
  randomFillSync(content, 0, Math.min(size, MB))
  for (let at = MB; at < size; at += MB) content.copy(content, at, 0, Math.min(MB, size - at))
  return content
}

/**
 * A step that brings files.
 * @param {string} createdBy
 * @param {Readonly<Record<string, number>>} files sizes by path
 * @returns {Step}
 */
function copy(createdBy, files) {
  const entries = Object.entries(files).map(([name, size]) => ({ name, content: bytes(size), mode: 0o644 }))
  return { createdBy, layer: layerOf(entries), comment: 'buildkit.dockerfile.v0' }
}

/** @param {string} createdBy @returns {Step} */
function note(createdBy) {
  return { createdBy, comment: 'buildkit.dockerfile.v0' }
}

/** @param {number} hours */
function ago(hours) {
  return new Date(Date.now() - hours * 3_600_000).toISOString()
}

const DAY = 24

/** @param {Buffer} busybox @returns {Step} */
function rootfs(busybox) {
  return {
    createdBy: '/bin/sh -c #(nop) ADD file:rootfs.tar.xz in / ',
    created: ago(420 * DAY),
    layer: layerOf([
      { name: 'bin' },
      { name: 'bin/busybox', content: busybox, mode: 0o755 },
      ...APPLETS.map((name) => ({ name: `bin/${name}`, link: 'busybox' })),
      { name: 'etc/os-release', content: 'PRETTY_NAME="Acme base 12"\nID=acme\n' },
      { name: 'etc/passwd', content: 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/srv:/bin/sh\n' },
      { name: 'tmp', mode: 0o1777 },
      { name: 'usr/lib/locale/locale-archive', content: bytes(3 * MB) },
      { name: 'usr/lib/libcrypto.so.3', content: bytes(5 * MB) },
      { name: 'usr/lib/libc.so.6', content: bytes(2 * MB) },
      { name: 'usr/share/zoneinfo/tzdata.zi', content: bytes(400 * KB) },
    ]),
  }
}

/**
 * Images as a team has them: one base under most, a language runtime under some.
 * @param {Buffer} busybox
 * @returns {{ images: ImageSpec[], nightly: ImageSpec[], severalTags: readonly string[], gateway: string }}
 */
export function sampleFamily(busybox) {
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const idle = ['/bin/sleep', '100000']
  const base = [
    rootfs(busybox),
    copy('RUN /bin/sh -c install-packages ca-certificates # buildkit', {
      'etc/ssl/certs/ca-certificates.crt': 220 * KB,
    }),
    note('CMD ["/bin/sh"]'),
  ]
  const python = [
    ...base,
    note('ENV PYTHON_VERSION=3.13.9'),
    copy('RUN /bin/sh -c build-python "$PYTHON_VERSION" # buildkit', {
      'usr/local/bin/python3.13': 7 * MB,
      'usr/local/lib/libpython3.13.so.1.0': 22 * MB,
      'usr/local/lib/python3.13/stdlib.zip': 12 * MB,
    }),
  ]
  const dependencies = copy('RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit', {
    'usr/local/lib/python3.13/site-packages/pydantic/_core.so': 9 * MB,
    'usr/local/lib/python3.13/site-packages/uvicorn/server.py': 14 * KB,
    'usr/local/lib/python3.13/site-packages/sqlalchemy/engine.so': 6 * MB,
  })
  /** @param {string} version @param {number} hours @param {readonly string[]} tags @returns {ImageSpec} */
  const api = (version, hours, tags) => ({
    tags,
    created: ago(hours),
    author: 'API team <api@acme.example>',
    config: {
      Env: [path, 'PYTHON_VERSION=3.13.9', 'PYTHONUNBUFFERED=1', `APP_VERSION=${version}`],
      Entrypoint: ['/bin/env'],
      Cmd: idle,
      WorkingDir: '/srv/app',
      User: 'app',
      ExposedPorts: { '8000/tcp': {} },
      Healthcheck: { Test: ['CMD-SHELL', 'test -d /tmp'], Interval: 30e9, Timeout: 3e9, Retries: 3 },
      Labels: {
        'org.opencontainers.image.title': 'Python API',
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.source': 'https://git.acme.example/api',
        'com.acme.team': 'api',
      },
    },
    steps: [
      ...python,
      note('WORKDIR /srv/app'),
      dependencies,
      copy('COPY . /srv/app # buildkit', {
        'srv/app/main.py': 31 * KB,
        'srv/app/models.py': 18 * KB,
        'srv/app/static/logo.png': 240 * KB,
      }),
      note('USER app'),
      note('EXPOSE map[8000/tcp:{}]'),
      note('HEALTHCHECK &{["CMD-SHELL" "test -d /tmp"] "30s" "3s" "0s" "0s" \'\\x03\'}'),
      note('ENTRYPOINT ["/bin/env"]'),
      note('CMD ["/bin/sleep" "100000"]'),
    ],
  })
  /** @param {string} tag @param {number} hours @param {Step} own @param {Readonly<Record<string, unknown>>} [config] */
  const onBase = (tag, hours, own, config = {}) => ({
    tags: [tag],
    created: ago(hours),
    config: { Env: [path], Cmd: idle, ...config },
    steps: [...base, own, note('CMD ["/bin/sleep" "100000"]')],
  })
  const severalTags = ['acme/python-api:2.4.1', 'acme/python-api:2.4', 'acme/python-api:latest']
  return {
    severalTags,
    gateway: 'acme/gateway:3.1',
    // Of three nightly builds, the name stays with a fourth.
    nightly: [6, 11, 17].map((size, index) =>
      onBase(
        'acme/nightly-report:edge',
        (4 - index) * DAY,
        copy('COPY report /srv/report # buildkit', { 'srv/report/data.bin': size * MB }),
      ),
    ),
    images: [
      {
        tags: ['acme/base:12'],
        created: ago(400 * DAY),
        config: { Env: [path], Cmd: ['/bin/sh'] },
        steps: base,
      },
      {
        tags: ['acme/python:3.13'],
        created: ago(60 * DAY),
        config: { Env: [path, 'PYTHON_VERSION=3.13.9'], Cmd: ['python3'] },
        steps: python,
      },
      api('2.4.1', 2, severalTags),
      api('2.3.0', 34 * DAY, ['acme/python-api:2.3.0']),
      onBase(
        'acme/nightly-report:edge',
        7,
        copy('COPY report /srv/report # buildkit', { 'srv/report/data.bin': 20 * MB }),
      ),
      onBase(
        'acme/postgres-tools:16',
        90 * DAY,
        copy('RUN /bin/sh -c install-packages postgresql-client # buildkit', {
          'usr/lib/postgresql/16/bin/pg_dump': 9 * MB,
          'usr/lib/postgresql/16/bin/psql': 13 * MB,
        }),
        {
          Volumes: { '/backups': {} },
          Labels: { 'com.acme.team': 'data' },
          OnBuild: ['COPY backup.conf /etc/backup.conf'],
        },
      ),
      onBase(
        'acme/queue-worker:0.9',
        12 * DAY,
        copy('COPY worker /usr/bin/worker # buildkit', { 'usr/bin/worker': 8400 * KB }),
        { Labels: { 'com.acme.team': 'api' } },
      ),
      onBase(
        'acme/gateway:3.1',
        20 * DAY,
        copy('COPY gateway /usr/bin/gateway # buildkit', { 'usr/bin/gateway': 31 * MB }),
        { ExposedPorts: { '80/tcp': {}, '443/tcp': {}, '9000/udp': {} } },
      ),
      onBase(
        'acme/ml-notebook:2026.2',
        5 * DAY,
        copy('RUN /bin/sh -c pip install torch-cpu # buildkit', {
          'usr/local/lib/torch/libtorch_cpu.so': 64 * MB,
        }),
        { Labels: { 'com.acme.team': 'data' } },
      ),
      {
        tags: ['acme/hello:1'],
        created: ago(800 * DAY),
        config: { Cmd: ['/hello'] },
        steps: [copy('COPY hello / # buildkit', { hello: 3 * KB }), note('CMD ["/hello"]')],
      },
    ],
  }
}
