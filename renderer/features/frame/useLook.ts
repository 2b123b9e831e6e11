import { useLayoutEffect } from 'react'
import { useSettings } from '../../api'

/** Theme and density as attributes of <html>: theme.css does the rest. */
export function useLook(): void {
  const { theme, density } = useSettings()
  useLayoutEffect(() => {
    const system = window.matchMedia('(prefers-color-scheme: dark)')
    const apply = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches)
      document.documentElement.dataset.theme = dark ? 'dark' : 'light'
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme])
  useLayoutEffect(() => {
    document.documentElement.dataset.density = density
  }, [density])
}
