export const transfers = {
  cancel: 'Cancel',
  needsEngine: 'Not possible while the engine is away',
  pull: {
    title: 'Pull image',
    intro: 'The engine fetches it from its registry; layers that are here already are not fetched again.',
    field: 'Image',
    placeholder: 'ubuntu:24.04 or host/repository:tag',
    platform: 'Platform',
    platformOwn: 'The engine’s own',
    waiting: 'Type a name to see what it means.',
    fullName: 'Full name that will be used',
    latest:
      'No tag was given, so Docker uses latest. That is only a name: it need not be the newest version.',
    ownerMoves:
      '{{owner}} has the name {{name}} now. If the registry has another image, the name moves to it.',
    ownerDangles:
      '{{owner}} has the name {{name}} now. If the registry has another image, the name moves to it and {{owner}} is left dangling.',
    submit: 'Pull',
  },
  push: {
    title: 'Push to a registry',
    unnamed: 'Unnamed image',
    registry: 'Registry',
    hub: 'Docker Hub (docker.io)',
    another: 'Another registry…',
    address: 'Its address',
    repository: 'Repository',
    tags: 'Tags of this image',
    moreTags: 'More tags',
    newTags: 'Tags',
    tagsPlaceholder: '1.2 latest',
    names: 'Names that will be pushed',
    has: 'has it already',
    new: 'new name',
    moves: 'name moves here',
    takes: '{{name}} belongs to {{owner}} now and will move to this image.',
    takesDangling:
      '{{name}} belongs to {{owner}} now. It will move to this image, and {{owner}} is left dangling.',
    official:
      'On Docker Hub your repositories begin with your user name, such as you/app. A name without one is for official images.',
    submit_one: 'Push {{count}} tag',
    submit_other: 'Push {{count}} tags',
    submitNone: 'Push',
  },
} as const
