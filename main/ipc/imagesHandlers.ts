import type { Images } from '../images'
import type { DomainHandlers } from './handlers'

type ImagesDoor = Omit<Images, 'onChange' | 'close' | 'origin' | 'brought' | 'sizes' | 'now' | 'family'>

export function imagesHandlers(images: ImagesDoor): DomainHandlers<'images'> {
  return {
    list: async (filter, asked) => await images.list(filter, asked),
    inspect: async (input, asked) => await images.inspect(input, asked),
    history: async (input, asked) => await images.history(input, asked),
    layers: async (input, asked) => await images.layers(input, asked),
    sums: async (input, asked) => await images.sums(input, asked),
    bases: async (input, asked) => await images.bases(input, asked),
    raw: async (input, asked) => await images.raw(input, asked),
    tagPreview: async (input, asked) => await images.tagPreview(input, asked),
    tag: async (input, asked) => await images.tag(input, asked),
    removePlan: async (input, asked) => await images.removePlan(input, asked),
    remove: async (input, asked) => await images.remove(input, asked),
    refresh: async (input, asked) => await images.refresh(input, asked),
  }
}
