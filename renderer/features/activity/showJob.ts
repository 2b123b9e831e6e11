import { navigation } from '../frame'
import { activityState } from './activityStore'

/** Brings the window to a job that goes on. */
export function watchJob(id: string): void {
  activityState.choose(id)
  navigation.goTo('activity')
}

/** Brings the window to a job whose end is news no more. */
export function showJob(id: string): void {
  activityState.markSeen(id)
  watchJob(id)
}
