import { z } from 'zod'
import { savedImageViewSchema } from './domain/imageView'

const fields = {
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  /** Seconds in which a confirmed removal can still be undone. */
  undoSeconds: z.number().int().min(0).max(120),
  /** What no cleanup takes: globs over references, or image ids. */
  pins: z.array(z.string().min(1).max(512)).max(1000),
  endpointId: z.string().max(4096),
  /** Endpoints that the user typed in. */
  customHosts: z.array(z.string().max(4096)).max(50),
  imageColumns: z.array(z.string().max(64)).max(32),
  imageViews: z.array(savedImageViewSchema).max(50),
  showIntermediate: z.boolean(),
  detailsWidth: z.number().min(240).max(4096),
  /** Another address for Docker Hub's search; empty for its own. */
  hubEndpoint: z.string().max(2048),
}

/** The stored form: what is unknown or broken falls back one by one, so that nothing else is lost. */
export const settingsSchema = z.object({
  theme: fields.theme.catch('system'),
  density: fields.density.catch('compact'),
  undoSeconds: fields.undoSeconds.catch(10),
  pins: fields.pins.catch([]),
  endpointId: fields.endpointId.optional().catch(undefined),
  customHosts: fields.customHosts.catch([]),
  imageColumns: fields.imageColumns.optional().catch(undefined),
  imageViews: fields.imageViews.catch([]),
  showIntermediate: fields.showIntermediate.catch(false),
  detailsWidth: fields.detailsWidth.optional().catch(undefined),
  hubEndpoint: fields.hubEndpoint.optional().catch(undefined),
})

/** What a page sends: only the fields that change, and a wrong one is refused instead of replaced. */
export const settingsPatchSchema = z.object(fields).partial().strict()

export type Settings = z.infer<typeof settingsSchema>
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

export const defaultSettings: Settings = settingsSchema.parse({})
