import { expect, test } from 'vitest'
import { imageNames } from '../../../../main/engine/records/imageNames'

const digest = `sha256:${'a'.repeat(64)}`

test.each([
  { name: 'nothing at all', tags: undefined, digests: null, expected: { tags: [], repoDigests: [] } },
  {
    name: '20.10, dangling',
    tags: ['<none>:<none>'],
    digests: ['<none>@<none>'],
    expected: { tags: [], repoDigests: [] },
  },
  {
    name: 'older, known by digest only',
    tags: ['app:<none>'],
    digests: [`app@${digest}`],
    expected: { tags: [], repoDigests: [`app@${digest}`] },
  },
  {
    name: 'containerd, pulled by digest beside a tag',
    tags: ['app:1', `h:5000/app@${digest}`],
    digests: [`h:5000/app@${digest}`],
    expected: { tags: ['app:1'], repoDigests: [`h:5000/app@${digest}`] },
  },
  {
    name: 'containerd, a digest that only the tags tell',
    tags: [`app@${digest}`],
    digests: [],
    expected: { tags: [], repoDigests: [`app@${digest}`] },
  },
  {
    name: 'several, as they come',
    tags: ['b:1', 'a:1'],
    digests: [`b@${digest}`, `a@${digest}`],
    expected: { tags: ['b:1', 'a:1'], repoDigests: [`b@${digest}`, `a@${digest}`] },
  },
  { name: 'not strings', tags: [1, null, 'a:1'], digests: {}, expected: { tags: ['a:1'], repoDigests: [] } },
])('$name', ({ tags, digests, expected }) => {
  expect(imageNames(tags, digests)).toEqual(expected)
})
