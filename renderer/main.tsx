import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { connectEvents, engineQuery, imagesQuery, jobsQuery, settingsQuery } from './api'
import { queryClient } from './api/queryClient'
import { preloadMenus } from './components/Menu'
import './i18n'

declare global {
  /** What get-nonce reads: libraries that make a <style> (react-remove-scroll in menus and dialogs) mark it with this. */
  var __webpack_nonce__: string | undefined
}

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')
globalThis.__webpack_nonce__ = nonce?.nonce || nonce?.content || undefined

connectEvents(queryClient)
// Asked for before the first render: the answers come while React draws the frame.
void queryClient.prefetchQuery(settingsQuery())
void queryClient.prefetchQuery(engineQuery())
void queryClient.prefetchQuery(imagesQuery())
void queryClient.prefetchQuery(jobsQuery())

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

requestIdleCallback(preloadMenus)
