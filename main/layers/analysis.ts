/** What a worker can tell of indexed layers: plain functions over values, without I/O. */

export { compareRows, findCompareRow } from './compare/compareRows'
export { compareText } from './compare/compareText'
export { type Comparison, compareModels } from './compare/comparison'
export { type CompareInput, compareSummary } from './compare/summary'
export { findBase, markBase } from './dockerfile/base'
export { reconstruct } from './dockerfile/reconstruct'
export { nodeDetails } from './rows/nodeDetails'
export { findRow, treeRows } from './rows/treeRows'
export { layerFacts, layerSums } from './stack/layerFacts'
export { createModel, type ImageModel } from './stack/model'
export type { LayerStep } from './waste/installAfterSources'
export { visibleBytes, wastedByLayer, wasteReport } from './waste/wasteReport'
