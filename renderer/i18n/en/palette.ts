export const palette = {
  title: 'Command palette',
  placeholder: 'Type an action, a name or an image ID',
  results: 'Results',
  nothing: 'No action and no image fits these words.',
  images: 'Image',
} as const
