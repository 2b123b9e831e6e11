import { median, report } from './figure.mjs'

/**
 * Both sides a round, the first one by turns, so that a slow moment and warm caches hit both. Prints the ratio of the
 * medians.
 * @param {{ bench: string, figure: string, goal: number, unit: string }} what
 * @param {number} rounds
 * @param {{ ours: (round: number) => Promise<number>, other: (round: number) => Promise<number> }} sides ms each
 */
export async function duel(what, rounds, { ours, other }) {
  const times = { ours: /** @type {number[]} */ ([]), other: /** @type {number[]} */ ([]) }
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) times.ours.push(await ours(round))
    times.other.push(await other(round))
    if (round % 2 === 1) times.ours.push(await ours(round))
  }
  return report({ ...what, ours: median(times.ours), other: median(times.other), runs: rounds })
}
