import type { InspectedConfig, InspectedImage } from '../../ports/engineClient'
import { imageNames } from './imageNames'
import { count, keys, msOfDate, notAnEngine, object, text, textMap, texts } from './read'

/** `GET /images/{name}/json`. */
export function readInspectedImage(answer: unknown): InspectedImage {
  const image = object(answer)
  const id = text(image.Id)
  if (id === undefined) throw notAnEngine('image')
  return {
    id,
    ...imageNames(image.RepoTags, image.RepoDigests),
    parentId: text(image.Parent),
    created: msOfDate(image.Created),
    lastTagged: msOfDate(object(image.Metadata).LastTagTime),
    size: count(image.Size) ?? 0,
    os: text(image.Os) ?? '',
    architecture: text(image.Architecture) ?? '',
    variant: text(image.Variant),
    author: text(image.Author),
    comment: text(image.Comment),
    dockerVersion: text(image.DockerVersion),
    diffIds: texts(object(image.RootFS).Layers),
    config: readConfig(image.Config),
  }
}

/** The image config's runtime part; the containerd store has none at all for some images. */
function readConfig(value: unknown): InspectedConfig {
  const config = object(value)
  return {
    entrypoint: argv(config.Entrypoint),
    cmd: argv(config.Cmd),
    env: texts(config.Env),
    exposedPorts: keys(config.ExposedPorts),
    volumes: keys(config.Volumes),
    user: text(config.User),
    workdir: text(config.WorkingDir),
    stopSignal: text(config.StopSignal),
    shell: Array.isArray(config.Shell) ? texts(config.Shell) : undefined,
    onBuild: texts(config.OnBuild),
    healthcheck: readHealthcheck(config.Healthcheck),
    labels: textMap(config.Labels),
  }
}

/** Old engines wrote a single string for a command of one word. */
function argv(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : texts(value)
}

/** 0 means "inherit the default" (moby, api/types/container/health.go), which reads as absent here. */
function readHealthcheck(value: unknown): InspectedConfig['healthcheck'] {
  const check = object(value)
  const test = texts(check.Test)
  const interval = positive(check.Interval)
  const timeout = positive(check.Timeout)
  const startPeriod = positive(check.StartPeriod)
  const retries = positive(check.Retries)
  if (test.length === 0 && [interval, timeout, startPeriod, retries].every((part) => part === undefined)) {
    return undefined
  }
  return { test, interval, timeout, startPeriod, retries }
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined
}
