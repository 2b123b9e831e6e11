/** Built as an own chunk by electron-vite; what is imported starts it as a thread. */
declare module '*?nodeWorker' {
  import type { Worker, WorkerOptions } from 'node:worker_threads'

  const start: (options: WorkerOptions) => Worker
  export default start
}
