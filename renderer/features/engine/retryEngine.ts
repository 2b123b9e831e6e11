import { strata, unwrap } from '../../api'

/** What comes of it is told by the engine's own state. */
export function retryEngine(): void {
  void unwrap(strata().engine.retry()).catch(() => undefined)
}
