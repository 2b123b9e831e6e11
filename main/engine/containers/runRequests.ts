import { Readable } from 'node:stream'
import { AppFailure, appError } from '@shared/errors'
import type { ContainerEngine } from '../../ports/containerEngine'
import type { EngineHttp, EngineRequest, OpenAnswer } from '../http/engineHttp'
import { readPortHolders, readWholeContainer } from '../records/containerInspect'
import { notAnEngine, object, text } from '../records/read'
import { type ContainerErrand, containerFailureOf } from './containerRefusal'
import { createBody, recreateBody } from './createBody'
import { readFrames } from './frames'

/** Making, running and removing containers over one connection. */
export function runRequests(http: EngineHttp): ContainerEngine {
  const create = async (
    name: string | undefined,
    body: unknown,
    errand: ContainerErrand,
    signal?: AbortSignal,
  ) => {
    const answer = await http.json({
      method: 'POST',
      path: '/containers/create',
      query: name === undefined ? {} : { name },
      ...json(body),
      refusal: (said) => containerFailureOf(said, errand),
      signal,
    })
    const id = text(object(answer).Id)
    if (id === undefined) throw notAnEngine('created container')
    return id
  }
  const act = async (id: string, rest: string, options: Omit<EngineRequest, 'path'>, image?: string) => {
    const errand = { container: id, ...(image === undefined ? {} : { image }) }
    await unlessNoChange(
      http.text({
        method: 'POST',
        path: pathOf(id, rest),
        refusal: (said) => (said.status === 304 ? noChange() : containerFailureOf(said, errand)),
        // A stop waits for the container: not in the pool of short requests.
        apart: true,
        ...options,
      }),
    )
  }
  return {
    create: async (spec, { signal }) => {
      const errand = { image: spec.image, ...(spec.name === undefined ? {} : { container: spec.name }) }
      return await create(spec.name, createBody(spec), errand, signal)
    },
    recreate: async (recipe, name, { signal }) =>
      await create(name, recreateBody(recipe), { container: name }, signal),
    start: async (id, { signal, image }) => await act(id, '/start', { signal }, image ?? id),
    stop: async (id, { signal, seconds }) =>
      await act(id, '/stop', { query: { t: String(seconds) }, signal }),
    rename: async (id, name, { signal }) => await act(id, '/rename', { query: { name }, signal }),

    async remove(id, { signal, force, keepVolumes }) {
      try {
        await act(id, '', {
          method: 'DELETE',
          query: { ...(keepVolumes === true ? {} : { v: '1' }), ...(force ? { force: '1' } : {}) },
          signal,
        })
        return true
      } catch (error) {
        if (isGone(error) || isGoing(error)) return false
        throw error
      }
    },

    async find(container, { signal }) {
      if (!/^[\w][\w.-]*$/.test(container)) return undefined
      try {
        const path = pathOf(container, '/json')
        const refusal: EngineRequest['refusal'] = (said) => containerFailureOf(said, { container })
        return readWholeContainer(await http.json({ path, refusal, signal }))
      } catch (error) {
        if (isGone(error)) return undefined
        throw error
      }
    },

    portHolders: async ({ signal }) => readPortHolders(await http.json({ path: '/containers/json', signal })),

    async attach(id, { signal }) {
      const answer = await http.open({
        method: 'POST',
        path: pathOf(id, '/attach'),
        query: { stream: '1', stdout: '1', stderr: '1' },
        refusal: (said) => containerFailureOf(said, { container: id }),
        signal,
      })
      return frames(answer)
    },

    async watchExit(id, { signal, removed }) {
      const answer = await http.open({
        method: 'POST',
        path: pathOf(id, '/wait'),
        query: { condition: removed ? 'removed' : 'next-exit' },
        refusal: (said) => containerFailureOf(said, { container: id }),
        signal,
      })
      const exit = exitOf(answer)
      // Whoever waits hears of it; nobody may, when the start failed.
      exit.catch(() => {})
      return { exit }
    },
  }
}

function pathOf(container: string, rest: string): string {
  return `/containers/${encodeURIComponent(container)}${rest}`
}

function json(body: unknown): Pick<EngineRequest, 'headers' | 'body'> {
  const bytes = Buffer.from(JSON.stringify(body))
  const headers = { 'Content-Type': 'application/json', 'Content-Length': String(bytes.length) }
  return { headers, body: Readable.from([bytes]) }
}

async function* frames(answer: OpenAnswer) {
  try {
    yield* readFrames(answer.chunks)
  } catch (error) {
    throw answer.explain(error)
  } finally {
    answer.end()
  }
}

async function exitOf(answer: OpenAnswer): Promise<number> {
  try {
    const chunks: Buffer[] = []
    for await (const chunk of answer.chunks) chunks.push(chunk)
    const said: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const { StatusCode: code, Error: error } = object(said)
    const words = text(object(error).Message)
    if (typeof code === 'number' && words === undefined) return code
    throw new AppFailure(appError('ENGINE_ERROR', { status: 200 }, { detail: words ?? 'no exit code' }))
  } catch (error) {
    throw answer.explain(error)
  } finally {
    answer.end()
  }
}

const noChangeStatus = 304

function noChange(): AppFailure {
  return new AppFailure(appError('ENGINE_ERROR', { status: noChangeStatus }))
}

/** 304: a start of one that runs, a stop of one that has ended. */
async function unlessNoChange(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (error instanceof AppFailure && error.error.params.status === noChangeStatus) return
    throw error
  }
}

function isGone(error: unknown): boolean {
  return error instanceof AppFailure && error.error.code === 'CONTAINER_NOT_FOUND'
}

/** `removal of container … is already in progress`: by `--rm`, or by somebody else. */
function isGoing(error: unknown): boolean {
  return (
    error instanceof AppFailure &&
    /removal of container .* already in progress/.test(error.error.detail ?? '')
  )
}
