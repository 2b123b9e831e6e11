/** Of all documents of one place together, so that many of them fill the memory no more than one. */
export const maxDocumentsBytes = 134_217_728
/** Nodes of a tree; a thousand tags of ten platforms each fit. */
export const maxNodes = 20_000
/** An index in an index in ...; two are in use. */
export const maxDepth = 8
/** Engines take 127; a manifest of 8 MiB could name 50,000. */
export const maxLayers = 10_000
/** Values in one document: a config with 200,000 labels has 400,000. */
export const maxValues = 1_000_000
/** Characters of a reference that is shown. */
export const maxReference = 512
/** Files and links of one archive, which has a few for each layer. */
export const maxEntries = 100_000
