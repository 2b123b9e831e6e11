import type { ListedHistory } from '../../ports/engineClient'
import { imageNames } from './imageNames'
import { count, msOfSeconds, notAnEngine, rows, text } from './read'

/** `GET /images/{name}/history`, newest first. `<missing>` steps have no image of their own. */
export function readHistory(answer: unknown): readonly ListedHistory[] {
  if (!Array.isArray(answer)) throw notAnEngine('image history')
  return rows(answer).map((row) => {
    const imageId = text(row.Id)
    return {
      imageId: imageId === '<missing>' ? undefined : imageId,
      created: msOfSeconds(row.Created),
      createdBy: text(row.CreatedBy) ?? '',
      comment: text(row.Comment) ?? '',
      size: count(row.Size) ?? 0,
      tags: imageNames(row.Tags, undefined).tags,
    }
  })
}
