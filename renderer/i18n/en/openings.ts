export const openings = {
  group: 'Look inside',
  file: 'Open image file…',
  layout: 'Open OCI layout folder…',
  registry: 'Look inside a registry image…',
  compare: 'Compare two images…',
  lookInside: 'Look inside',
  lookInsideName: 'Look inside {{name}}',
  lookInsideTip: 'Read from its registry, layer by layer. Nothing is pulled.',
  load: 'Load into the engine…',
  loadTip: 'Shows what loading it would do to names on the engine',
  unpack: 'To look inside, unpack it first, then open the tar',
  without: {
    label: 'Without an engine',
    text: 'These need none: images in files, OCI layout folders and registries can be looked into and compared.',
  },
  dialog: {
    title: 'Look inside a registry image',
    titleSide: 'Choose an image of a registry',
    intro:
      'It is read from its registry layer by layer. Nothing is pulled, no engine is used, and only an index of its files is kept.',
    field: 'Name of the image',
    placeholder: 'redis:7, ghcr.io/owner/app:1, localhost:5000/app',
    hint: 'Strata does not sign in for this: it sees what anyone may pull. The platform is chosen afterwards.',
    fullName: 'Full name',
    latest: 'No tag is named, so it is “latest”.',
    submit: 'Look inside',
    submitSide: 'Choose',
  },
  dropped: {
    looking: 'Looking at {{name}}',
    lookingText: 'To see whether it is an image, a build context or the files of a container.',
  },
} as const
