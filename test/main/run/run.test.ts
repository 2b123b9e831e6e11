import { portText, type RunOptions, runCommandLine, urlOf } from '@shared/domain/run'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutputPiece } from '../../../main/ports/containerEngine'
import { followOutput } from '../../../main/run/output'

const plain: RunOptions = {
  image: 'app:1',
  env: [],
  ports: [],
  publishAll: false,
  autoRemove: false,
  detach: false,
}

describe('the command that does the same', () => {
  it.each([
    [{}, 'docker run app:1'],
    [{ detach: true, autoRemove: true, name: 'web' }, 'docker run --detach --rm --name web app:1'],
    [{ command: ['/bin/sh', '-c', "echo 'hi'"] }, `docker run app:1 /bin/sh -c 'echo '\\''hi'\\'''`],
    [{ entrypoint: ['/bin/echo', 'a'], command: ['b'] }, 'docker run --entrypoint /bin/echo app:1 a b'],
    [{ entrypoint: [] }, `docker run --entrypoint '' app:1`],
    [{ env: ['A=b c', 'D=e'], publishAll: true }, `docker run -P --env 'A=b c' --env D=e app:1`],
    [{ image: 'a b; rm -rf /' }, `docker run 'a b; rm -rf /'`],
  ] as const)('%j', (options, line) => expect(runCommandLine({ ...plain, ...options })).toBe(line))

  it.each([
    [{ containerPort: 80, protocol: 'tcp' }, '80', undefined],
    [{ containerPort: 80, protocol: 'tcp', hostPort: 8080 }, '8080:80', 'http://localhost:8080'],
    [{ containerPort: 53, protocol: 'udp', hostPort: 53 }, '53:53/udp', undefined],
    [{ containerPort: 80, protocol: 'tcp', hostIp: '127.0.0.1' }, '127.0.0.1::80', undefined],
    [{ containerPort: 80, protocol: 'tcp', hostIp: '::1', hostPort: 1 }, '[::1]:1:80', 'http://localhost:1'],
    [{ containerPort: 80, protocol: 'tcp', hostIp: '10.0.0.1', hostPort: 1 }, '10.0.0.1:1:80', undefined],
  ] as const)('%j', (port, text, url) => {
    expect(portText(port)).toBe(text)
    expect(urlOf(port)).toBe(url)
  })
})

async function lines(pieces: readonly OutputPiece[]): Promise<string[]> {
  const written: string[] = []
  const source = async function* () {
    yield* pieces
    await Promise.resolve()
  }
  const output = followOutput(source(), (text) => written.push(...text.split('\n')))
  await output.done
  expect(output.lines()).toBe(written.length)
  return written
}

describe('the output of a container', () => {
  it('is the same however it is cut', async () => {
    const text = 'one\nzwölf 🐳 日本\r\n\u001b[31mred\u001b[0m\n10%\r20%\nno end'
    const whole = await lines([{ stream: 'stdout', bytes: Buffer.from(text) }])
    expect(whole).toEqual(['one', 'zwölf 🐳 日本', 'red', '20%', 'no end'])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (sizes) => {
        const bytes = Buffer.from(text)
        const pieces: OutputPiece[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          pieces.push({ stream: 'stdout', bytes: bytes.subarray(at, at + size) })
          at += size
        }
        expect(await lines(pieces)).toEqual(whole)
      }),
      { numRuns: 50 },
    )
  })

  it('keeps the two streams apart in the middle of a line', async () => {
    const piece = (stream: OutputPiece['stream'], text: string) => ({ stream, bytes: Buffer.from(text) })
    const written = await lines([piece('stdout', 'out '), piece('stderr', 'err\n'), piece('stdout', 'put\n')])
    expect(written).toEqual(['err', 'out put'])
  })

  it('ends quietly when it breaks', async () => {
    const written: string[] = []
    const source = async function* (): AsyncGenerator<OutputPiece> {
      yield { stream: 'stdout', bytes: Buffer.from('so far') }
      await Promise.resolve()
      throw new Error('cut')
    }
    await followOutput(source(), (text) => written.push(text)).done
    expect(written).toEqual(['so far'])
  })
})
