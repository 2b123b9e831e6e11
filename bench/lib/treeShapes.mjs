export const ROUNDS = Number(process.env.STRATA_BENCH_ROUNDS ?? 5)
export const LAYERS = 9

/** Each layer writes some of the files of the one below it again. */
const overlapping = (paths) =>
  Array.from({ length: LAYERS }, (_, layer) => ({ layer, from: layer * Math.round(paths * 0.72), paths }))

/** `most`: in how many ms another layer is to be seen. */
export const SMALL = { shape: overlapping(5_556), entries: '50,000', most: 16 }
export const LARGE = { shape: overlapping(50_000), entries: '450,000', most: 100 }
