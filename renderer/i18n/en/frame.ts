export const frame = {
  navigation: 'Places',
  images: 'Images',
  builds: 'Builds',
  search: 'Search',
  disk: 'Disk',
  activity: 'Activity',
  settings: 'Settings',
  palette: 'Commands',
  running_one: '{{count}} running job',
  running_other: '{{count}} running jobs',
  imagesCount_one: '{{count, number}} image',
  imagesCount_other: '{{count, number}} images',
  group: {
    go: 'Go to',
    engine: 'Engine',
    look: 'Look',
  },
  theme: {
    dark: 'Dark theme',
    light: 'Light theme',
    system: 'Theme of the system',
  },
  density: {
    compact: 'Compact rows',
    comfortable: 'Comfortable rows',
  },
} as const
