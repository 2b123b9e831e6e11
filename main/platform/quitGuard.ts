export type QuitWorld<Job> = {
  readonly running: () => readonly Job[]
  /** True when the person wants to quit all the same. */
  readonly ask: (running: readonly Job[]) => Promise<boolean>
  /** Stops the work and puts everything away. */
  readonly dispose: () => Promise<void>
  readonly quit: () => void
}

export type QuitGuard = {
  /** From `before-quit` and `close`: true when it may go on now; false when it was taken over (prevent it). */
  readonly allow: () => boolean
  /** Without a question: the system ends the session, nobody is there to answer. */
  readonly force: () => void
}

/** As long may putting away take: a stuck engine must not keep a closed app alive. */
const maxDisposeMs = 10_000

/** Quitting asks while jobs run, and ends only when they have ended. A second request while one is open changes nothing. */
export function createQuitGuard<Job>(world: QuitWorld<Job>): QuitGuard {
  let stage: 'open' | 'asking' | 'leaving' | 'left' = 'open'

  const leave = async (): Promise<void> => {
    if (stage === 'leaving' || stage === 'left') return
    stage = 'leaving'
    await Promise.race([world.dispose().catch(() => undefined), after(maxDisposeMs)])
    stage = 'left'
    world.quit()
  }
  const request = async (): Promise<void> => {
    if (stage !== 'open') return
    const running = world.running()
    if (running.length > 0) {
      stage = 'asking'
      const agreed = await world.ask(running).catch(() => false)
      if (stage !== 'asking') return
      stage = 'open'
      if (!agreed) return
    }
    await leave()
  }
  return {
    allow: () => {
      if (stage === 'left') return true
      void request()
      return false
    },
    force: () => void leave(),
  }
}

async function after(ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}
