import { createQueryClient } from './queries'

/** The one cache of the window. */
export const queryClient = createQueryClient()
