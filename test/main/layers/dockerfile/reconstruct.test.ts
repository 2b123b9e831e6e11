import type { HistoryEntry } from '@shared/domain/imageSource'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reconstruct } from '../../../../main/layers/dockerfile/reconstruct'

function aStep(createdBy: string, over: Partial<HistoryEntry> = {}): HistoryEntry {
  return { createdBy, comment: '', emptyLayer: true, ...over }
}

function written(...records: readonly string[]): string[] {
  return reconstruct(
    records.map((record) => aStep(record)),
    [],
  ).lines.map(({ instruction }) => instruction.text.text)
}

test.each([
  // The classic builder.
  ['/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', 'CMD ["nginx", "-g", "daemon off;"]'],
  ['/bin/sh -c #(nop)  CMD ["/bin/sh" "-c" "node app.js"]', 'CMD node app.js'],
  ['/bin/sh -c #(nop) COPY file:0c069926dbc0414d in /x ', 'COPY file:0c069926dbc0414d in /x'],
  ['/bin/sh -c #(nop) COPY --chown=1000:1000 dir:ab12 in /app ', 'COPY --chown=1000:1000 dir:ab12 in /app'],
  ['/bin/sh -c #(nop) COPY multi:ab in / ', 'COPY multi:ab in /'],
  ['/bin/sh -c #(nop)  ENV NAME=hello world', 'ENV NAME="hello world"'],
  ['/bin/sh -c #(nop)  EXPOSE 80', 'EXPOSE 80'],
  ['/bin/sh -c #(nop)  VOLUME [/data /var/lib/x]', 'VOLUME /data /var/lib/x'],
  ['/bin/sh -c #(nop)  ONBUILD COPY . /app', 'ONBUILD COPY . /app'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['|2 A=1 B=two words /bin/sh -c make $A', 'RUN make $A'],
  ['/bin/sh -c #(nop) ADD file:5d68d27cc15a80653c9 in / ', 'ADD file:5d68d27cc15a80653c9 in /'],
  [
    '/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "curl -f http://localhost/ || exit 1"] "5m0s" "3s" "0s" \'\\x03\'}',
    'HEALTHCHECK --interval=5m0s --timeout=3s --retries=3 CMD curl -f http://localhost/ || exit 1',
  ],
  // BuildKit.
  ['RUN /bin/sh -c npm ci && npm run build # buildkit', 'RUN npm ci && npm run build'],
  ['RUN |1 TOKEN=x /bin/sh -c make # buildkit', 'RUN make'],
  ['COPY --chown=node:node . /app # buildkit', 'COPY --chown=node:node . /app'],
  ['CMD ["/bin/sh" "-c" "echo \\"hi\\" > /x"]', 'CMD echo "hi" > /x'],
  ['ENTRYPOINT ["/entry\\u003e" "a\\tb" "\\x41\\101\\U0001F600"]', 'ENTRYPOINT ["/entry>", "a\\tb", "AA😀"]'],
  ['ENV PATH=/usr/bin:/bin EDITOR=vi -R', 'ENV PATH=/usr/bin:/bin EDITOR="vi -R"'],
  ['ENV PRICE=5$ QUOTE=say "x"', 'ENV PRICE="5\\$" QUOTE="say \\"x\\""'],
  [
    'LABEL maintainer=NGINX Docker Maintainers <docker-maint@nginx.com>',
    'LABEL maintainer="NGINX Docker Maintainers <docker-maint@nginx.com>"',
  ],
  ['EXPOSE map[443/tcp:{} 80/tcp:{}]', 'EXPOSE 443/tcp 80/tcp'],
  [
    'HEALTHCHECK &{["CMD" "/bin/check" "-q"] "30s" "0s" "0s" "2s" \'\\x00\'}',
    'HEALTHCHECK --interval=30s --start-interval=2s CMD ["/bin/check", "-q"]',
  ],
  ['HEALTHCHECK &{["NONE"] "0s" "0s" "0s" "0s" \'\\x00\'}', 'HEALTHCHECK NONE'],
  ['HEALTHCHECK &{["CMD" "x"] "0s"}', 'HEALTHCHECK &{["CMD" "x"] "0s"}'],
  ['RUN /bin/sh -c echo one\necho two\n # buildkit', 'RUN <<EOF\necho one\necho two\nEOF'],
  ['RUN /bin/sh -c cat <<EOF\nEOF\n # buildkit', 'RUN <<EOF_\ncat <<EOF\nEOF\nEOF_'],
  ['WORKDIR /app', 'WORKDIR /app'],
  // Windows.
  ['cmd /S /C #(nop)  CMD ["cmd" "/S" "/C" "ping x"]', 'CMD ping x'],
  ['cmd /S /C mkdir C:\\x', 'RUN mkdir C:\\x'],
  // Buildpacks, kaniko, bazel, commit, import.
  ['Buildpacks Application Launcher', 'Buildpacks Application Launcher'],
  ['COPY . .', 'COPY . .'],
  ['bazel build ...', 'bazel build ...'],
  ['bash', 'bash'],
  ['', ''],
])('%s', (recorded, text) => {
  expect(written(recorded)).toEqual([text])
})

test('a SHELL holds for the steps after it', () => {
  expect(
    written(
      'SHELL [/bin/bash -o pipefail -c]',
      'RUN /bin/bash -o pipefail -c curl x | tar x # buildkit',
      'CMD ["/bin/bash" "-o" "pipefail" "-c" "run"]',
      '|1 A=1 /bin/bash -o pipefail -c echo $A',
    ),
  ).toEqual(['SHELL ["/bin/bash", "-o", "pipefail", "-c"]', 'RUN curl x | tar x', 'CMD run', 'RUN echo $A'])
})

test('steps are paired with layers by what the record says, with bytes and files', () => {
  const history = [
    aStep('ADD rootfs.tar / # buildkit', { emptyLayer: false, created: 5 }),
    aStep('CMD ["sh"]'),
    aStep('RUN /bin/sh -c true # buildkit', { emptyLayer: false, comment: 'buildkit.dockerfile.v0' }),
  ]
  const { lines, keywords, problem } = reconstruct(history, [
    { bytes: 70, files: 7 },
    { bytes: 0, files: 0 },
  ])
  expect(lines.map(({ layer, bytes, files }) => ({ layer, bytes, files }))).toEqual([
    { layer: 0, bytes: 70, files: 7 },
    { layer: undefined, bytes: 0, files: 0 },
    { layer: 1, bytes: 0, files: 0 },
  ])
  expect(keywords).toEqual(['ADD', 'RUN'])
  expect(problem).toBeUndefined()
  expect(lines[0]).toMatchObject({ created: 5, createdBy: { text: 'ADD rootfs.tar / # buildkit' } })
})

test('a history that does not match the layers is paired with none, and that is said', () => {
  const { lines, keywords, problem } = reconstruct(
    [aStep('RUN x', { emptyLayer: false })],
    [
      { bytes: 1, files: 1 },
      { bytes: 2, files: 2 },
    ],
  )
  expect(problem).toEqual({ type: 'historyMismatch', layers: 2, steps: 1 })
  expect(keywords).toEqual([undefined, undefined])
  expect(lines[0]).toMatchObject({ bytes: 0, files: 0 })
  expect(lines[0]).not.toHaveProperty('layer')
  expect(reconstruct([], [{ bytes: 1, files: 1 }])).toMatchObject({
    lines: [],
    problem: { type: 'historyMismatch', layers: 1, steps: 0 },
  })
})

test('a step of megabytes is cut, and nothing makes it fail', () => {
  const [line] = reconstruct([aStep(`RUN /bin/sh -c ${'x'.repeat(3_000_000)} # buildkit`)], []).lines
  expect(line?.instruction.text.length).toBe(3_000_004)
  expect(line?.instruction.text.text.length).toBeLessThanOrEqual(20_000)
  fc.assert(
    fc.property(fc.array(fc.string()), (records) => {
      expect(written(...records)).toHaveLength(records.length)
    }),
  )
})
