import type { RemovalItem } from '@shared/domain/removal'
import { type ForcedKeys, isForced, outcomeOf } from './choice.logic'

const remove = /^docker (?:image rm|rmi) /
const prefix = 'docker image rm'

function operand(item: RemovalItem): string {
  return item.command.replace(remove, '')
}

/**
 * The docker commands that do the same, in the plan's order: neighbours with the same force share one line, because
 * the outcome of a row depends on the rows before it.
 */
export function removalCommands(items: readonly RemovalItem[], forced: ForcedKeys): readonly string[] {
  const lines: { force: boolean; operands: string[] }[] = []
  for (const item of items) {
    if (outcomeOf(item, forced).type === 'refused') continue
    const force = isForced(item, forced)
    const last = lines.at(-1)
    if (last !== undefined && last.force === force) last.operands.push(operand(item))
    else lines.push({ force, operands: [operand(item)] })
  }
  return lines.map((line) => `${prefix}${line.force ? ' --force' : ''} ${line.operands.join(' ')}`)
}
