export const disk = {
  title: 'Disk',
  refresh: 'Ask again',
  loading: 'Adding up the disk of the engine. This can take a while.',
  table: 'Disk use by type',
  column: { type: 'Type', total: 'Total', active: 'Active', size: 'Size', reclaimable: 'Reclaimable' },
  kind: { images: 'Images', containers: 'Containers', volumes: 'Local volumes', buildCache: 'Build cache' },
  reclaimable: 'At most so much: layers are shared in ways that this sum does not see.',
  sum: 'All of it',
  picture: {
    title: 'Images',
    label: 'Images by the bytes that each has to itself',
    asPicture: 'Picture',
    asTable: 'Table',
    view: 'Show as',
    none: 'There are no images on this engine.',
    sum: 'All sizes of images together are {{sizes}}. Less what is counted more than once, {{less}}, they take {{total}}.',
    sumPlain: 'The images take {{total}}. No byte is counted twice.',
    sumMore:
      'The layers take {{total}}: {{more}} more than the images together, in layers that no image of this list has.',
    differs:
      'This picture does not add up to the {{total}} of the table above: the engine’s own numbers contradict each other, so the sizes of images are drawn as they are told.',
    differsContainerd:
      'This picture does not add up to the {{total}} of the table above. In the sizes of images the containerd store counts layers as they were pulled or loaded beside the unpacked files, and leaves them out of its total.',
    without_one: '{{count, number}} image has no byte of its own, and so no area.',
    without_other: '{{count, number}} images have no byte of their own, and so no area.',
    image: '{{name}}, {{own}} of its own, {{size}} in all',
    others_one: '{{count, number}} other image, {{bytes}}',
    others_other: '{{count, number}} other images, {{bytes}}',
    othersShort_one: '{{count, number}} other',
    othersShort_other: '{{count, number}} others',
    rest: {
      shared: 'Shared, once',
      elsewhere: 'In no image',
      atLeast: 'Shared, at least',
    },
    restSpoken: '{{kind}}, {{bytes}}',
    restText: {
      shared:
        'Layers that several images have, each counted once. Layers that no image of the list has are among them, such as those of the build cache: the engine tells only both together.',
      elsewhere:
        'No two images share a layer. What is left are layers that no image of the list has, such as those of the build cache.',
      atLeast:
        'The most that one image shares. The engine does not tell how much all of them share together.',
    },
    elsewhereAtLeast: 'At least {{bytes}} of it are in no image of the list.',
    table: {
      label: 'Images by repository',
      name: 'Image',
      own: 'Own',
      size: 'Size',
      unnamed: 'Without a name',
      share: 'Share',
      total: 'All of it',
      names_one: '+{{count}} name',
      names_other: '+{{count}} names',
    },
  },
} as const
