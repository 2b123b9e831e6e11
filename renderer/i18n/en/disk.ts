export const disk = {
  title: 'Disk',
  refresh: 'Ask again',
  loading: 'Adding up the disk of the engine. This can take a while.',
  table: 'Disk use by type',
  column: { type: 'Type', total: 'Total', active: 'Active', size: 'Size', reclaimable: 'Reclaimable' },
  kind: { images: 'Images', containers: 'Containers', volumes: 'Local volumes', buildCache: 'Build cache' },
  reclaimable: 'At most so much: layers are shared in ways that this sum does not see.',
  sum: 'All of it',
  largest: 'Largest images',
  largestText:
    'Each with its whole size. Layers that images share are on the disk once: all layers together take {{bytes}}.',
  shared: '{{bytes}} shared',
  names_one: '+{{count}} name',
  names_other: '+{{count}} names',
  none: 'There are no images on this engine.',
} as const
