/**
 * `--name value`, `--name=value` and bare `--name`; anything unknown is an error, so that a typing mistake never
 * quietly runs something else.
 * @template {string} Flag
 * @template {string} Value
 * @param {readonly string[]} words
 * @param {{ flags: readonly Flag[], values: readonly Value[] }} known
 * @returns {{ flags: Set<Flag>, values: Map<Value, string> }}
 */
export function parseOptions(words, known) {
  /** @type {Set<Flag>} */ const flags = new Set()
  /** @type {Map<Value, string>} */ const values = new Map()
  for (let at = 0; at < words.length; at += 1) {
    const [name, given] = split(words[at] ?? '')
    const flag = known.flags.find((each) => each === name)
    const value = known.values.find((each) => each === name)
    if (flag && given === undefined) flags.add(flag)
    else if (value) {
      const text = given ?? words[++at]
      if (text === undefined) throw new Error(`--${name} needs a value`)
      values.set(value, text)
    } else throw new Error(`unknown option ${words[at]}; known are ${spell(known)}`)
  }
  return { flags, values }
}

/** @param {string} word @returns {[string, string | undefined]} */
function split(word) {
  if (!word.startsWith('--')) return ['', undefined]
  const at = word.indexOf('=')
  return at < 0 ? [word.slice(2), undefined] : [word.slice(2, at), word.slice(at + 1)]
}

/** @param {{ flags: readonly string[], values: readonly string[] }} known */
function spell({ flags, values }) {
  return [...flags.map((name) => `--${name}`), ...values.map((name) => `--${name} VALUE`)].join(', ')
}
