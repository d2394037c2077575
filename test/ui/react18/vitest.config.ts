import { testsOfReact } from '../react/vitest.config.ts'

export default testsOfReact(import.meta.dirname, ['suite/*.test.tsx'])
