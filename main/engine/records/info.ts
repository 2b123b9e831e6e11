import type { EngineInfo, ImageStore } from '@shared/domain/engine'
import { msOfDate, notAnEngine, object, text } from './read'

/** `GET /info`. */
export function readInfo(answer: unknown, apiVersion: string): EngineInfo {
  const info = object(answer)
  const version = text(info.ServerVersion)
  if (version === undefined) throw notAnEngine('info')
  return {
    id: text(info.ID) ?? '',
    version,
    apiVersion,
    os: text(info.OSType) ?? '',
    architecture: text(info.Architecture) ?? '',
    name: text(info.Name) ?? '',
    store: storeOf(info.DriverStatus),
    storageDriver: text(info.Driver) ?? '',
    rootDir: text(info.DockerRootDir) ?? '',
  }
}

/** Milliseconds since the epoch, by the engine's own clock. */
export function readClock(answer: unknown): number | undefined {
  return msOfDate(object(answer).SystemTime)
}

/** The containerd image store tells itself by the type of its driver (seen on 28.5; graph drivers have no such row). */
function storeOf(driverStatus: unknown): ImageStore {
  const isContainerd =
    Array.isArray(driverStatus) &&
    driverStatus.some(
      (row) => Array.isArray(row) && row[0] === 'driver-type' && row[1] === 'io.containerd.snapshotter.v1',
    )
  return isContainerd ? 'containerd' : 'classic'
}
