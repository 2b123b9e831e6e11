import { calls } from '@shared/contract'
import { type AppError, AppFailure, appError } from '@shared/errors'
import { err, ok, type Result } from '@shared/result'
import type { ZodType } from 'zod'
import type { CallContext, Handlers } from './handlers'
import { payloadProblem } from './payloadGuard'

export type Dispatch = (channel: string, input: unknown, context: CallContext) => Promise<Result<unknown>>

/** Receives what nobody expected, and answers with the id under which it was logged. */
export type ReportBug = (where: string, error: unknown) => string

type AnyHandler = (input: unknown, context: CallContext) => unknown
type Route = { readonly schema: ZodType; readonly handle: AnyHandler }

/** From `domain:action` and an unchecked input to a Result; never throws. */
export function createDispatch(handlers: Handlers, reportBug: ReportBug): Dispatch {
  const routes = listRoutes(handlers)
  return async (channel, input, context) => {
    try {
      const route = routes.get(channel)
      if (route === undefined) return err(appError('INPUT_INVALID', { path: '', reason: 'unknown call' }))
      const problem = payloadProblem(input)
      if (problem !== undefined) return err(appError('INPUT_INVALID', { path: '', reason: problem }))
      const parsed = route.schema.safeParse(input)
      if (!parsed.success) return err(inputError(parsed.error.issues[0]))
      return ok(await route.handle(parsed.data, context))
    } catch (error) {
      if (error instanceof AppFailure) return err(error.error)
      return err(appError('INTERNAL', { id: reportBug(channel, error) }))
    }
  }
}

function listRoutes(handlers: Handlers): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>()
  for (const [domain, actions] of Object.entries(calls)) {
    // The one cast: `Handlers` proved call by call that each takes what its schema gives.
    const own = handlers[domain as keyof Handlers] as unknown as Readonly<Record<string, AnyHandler>>
    for (const [action, { input }] of Object.entries<{ readonly input: ZodType }>(actions)) {
      const handle = own[action]
      if (handle !== undefined) routes.set(`${domain}:${action}`, { schema: input, handle })
    }
  }
  return routes
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** Names the first wrong place, bounded: both path and message can hold what the page sent. */
function inputError(issue: Issue | undefined): AppError {
  const path = (issue?.path ?? []).map(String).join('.')
  return appError('INPUT_INVALID', {
    path: path.slice(0, 200),
    reason: (issue?.message ?? 'unknown').slice(0, 300),
  })
}
