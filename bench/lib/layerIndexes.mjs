/**
 * Indexes of layers without their tars, as a scan would give them: `paths` files in folders of 40, each 1,000 bytes and more,
 * the content by path and by layer, in the order of a walk as tars of builds are. A big tar would only make the bench slower, not the tree.
 * @param {{ layer: number, from: number, paths: number }} of
 */
export function fileLayer({ layer, from, paths }) {
  const names = nameTree(from, paths)
  const count = paths
  const digest = new Uint8Array(count * 32)
  const words = new DataView(digest.buffer)
  for (let i = 0; i < count; i += 1) {
    // Every third path keeps its content from layer to layer.
    words.setUint32(i * 32, Math.imul(from + i + 1, 0x9e37_79b1))
    words.setUint32(i * 32 + 4, i % 3 === 0 ? 0 : layer)
  }
  return {
    diffId: `sha256:${String(layer).padStart(64, '0')}`,
    tarBytes: count * 2_048,
    names: names.tree,
    entries: {
      count,
      node: names.files,
      kind: new Uint8Array(count),
      mode: new Uint16Array(count).fill(0o644),
      uid: new Uint32Array(count).fill(layer % 2),
      gid: new Uint32Array(count),
      size: Float64Array.from({ length: count }, (_, i) => 1_000 + (i % 977)),
      stored: Float64Array.from({ length: count }, (_, i) => 1_000 + (i % 977)),
      modified: new Float64Array(count).fill(1_700_000_000 + layer),
      offset: new Float64Array(count),
      digest,
      linkNode: new Int32Array(count).fill(-1),
      linkStart: new Uint32Array(count + 1),
      links: new Uint8Array(),
      flags: new Uint8Array(count),
    },
    oddities: [],
  }
}

/** Of a file by its number: 40 in a folder. */
export function filePath(number) {
  const folder = `part-${Math.floor(number / 5_000)}/lib/package-${Math.floor(number / 40)}`
  return `${folder}/module-${number}.js`
}

function nameTree(from, paths) {
  const parent = [-1]
  const texts = ['']
  const known = new Map()
  const child = (above, name) => {
    const key = `${above}/${name}`
    const node = known.get(key)
    if (node !== undefined) return node
    known.set(key, parent.length)
    parent.push(above)
    texts.push(name)
    return parent.length - 1
  }
  const files = new Int32Array(paths)
  for (let i = 0; i < paths; i += 1) {
    const names = filePath(from + i).split('/')
    const name = names.pop() ?? ''
    files[i] = parent.length
    parent.push(names.reduce(child, 0))
    texts.push(name)
  }
  const bytes = texts.map((text) => Buffer.from(text))
  const start = new Uint32Array(texts.length + 1)
  for (const [i, { length }] of bytes.entries()) start[i + 1] = start[i] + length
  return {
    files,
    tree: { count: parent.length, parent: Int32Array.from(parent), start, bytes: Buffer.concat(bytes) },
  }
}
