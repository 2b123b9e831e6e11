import { shortId } from '@shared/domain/digest'
import { ownContainerLabel } from '@shared/domain/run'
import type { ListedContainer } from '../../ports/engineClient'
import { isJson, type Json, msOfDate, msOfSeconds, notAnEngine, object, text, textMap, texts } from './read'

/** `GET /containers/json`. */
export function readContainerList(answer: unknown): readonly ListedContainer[] {
  if (!Array.isArray(answer)) throw notAnEngine('container list')
  return answer.filter(isJson).flatMap((row) => readListedContainer(row) ?? [])
}

/** A row of it; rows of `/system/df` are the same. */
export function readListedContainer(row: Json): ListedContainer | undefined {
  const id = text(row.Id)
  if (id === undefined) return undefined
  const imageId = text(row.ImageID) ?? ''
  return {
    id,
    name: ownName(texts(row.Names)) ?? shortId(id),
    ...use(text(row.State)),
    createdFrom: text(row.Image) ?? imageId,
    ...own(row.Labels),
    imageId,
    created: msOfSeconds(row.Created),
  }
}

/** `GET /containers/{id}/json`: the same facts, in other places. */
export function readInspectedContainer(answer: unknown): ListedContainer {
  const container = object(answer)
  const id = text(container.Id)
  if (id === undefined) throw notAnEngine('container')
  const imageId = text(container.Image) ?? ''
  return {
    id,
    name: ownName(texts([container.Name])) ?? shortId(id),
    ...use(text(object(container.State).Status)),
    createdFrom: text(object(container.Config).Image) ?? imageId,
    ...own(object(container.Config).Labels),
    imageId,
    created: msOfDate(container.Created),
    started: msOfDate(object(container.State).StartedAt),
    finished: msOfDate(object(container.State).FinishedAt),
  }
}

/** A link to a container adds `/other/alias` to its names; its own has one slash, in front. */
function ownName(names: readonly string[]): string | undefined {
  const own = names.find((name) => name.lastIndexOf('/') === 0) ?? names[0]
  return text(own?.replace(/^\//, ''))
}

function own(labels: unknown): { readonly own?: boolean } {
  return textMap(labels).has(ownContainerLabel) ? { own: true } : {}
}

const runningStates = new Set(['running', 'paused', 'restarting'])

function use(state: string | undefined): { readonly state: string; readonly running: boolean } {
  return { state: state ?? '', running: state !== undefined && runningStates.has(state) }
}
