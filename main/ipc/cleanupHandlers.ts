import type { Cleanup } from '../cleanup'
import type { DomainHandlers } from './handlers'

type CleanupDoor = Pick<Cleanup, 'plan' | 'page' | 'command' | 'run' | 'report' | 'giveBack'>

export function cleanupHandlers(cleanup: CleanupDoor): DomainHandlers<'cleanup'> {
  return {
    plan: async (request, asked) => await cleanup.plan(request, asked),
    page: (input) => cleanup.page(input),
    command: (input) => cleanup.command(input),
    run: (input) => cleanup.run(input),
    report: (input) => cleanup.report(input),
    giveBack: async (input) => await cleanup.giveBack(input),
  }
}
