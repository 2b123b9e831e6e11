import { configure } from '@testing-library/react'

// One second by default. How long a page may take is no claim of these tests, and a loaded machine takes its time.
configure({ asyncUtilTimeout: 20_000 })
