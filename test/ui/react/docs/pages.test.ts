import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, readPage } from '../../../docs/page'

const pages = ['docs/ui/react.md', 'docs/ui/next.md', 'docs/ui/xstate.md'].map(readPage)

test('every block of code is a sample, and no name is given twice', () => {
  const blocks = pages.flatMap(({ blocks }) => blocks).filter(({ language }) => /^tsx?$/.test(language))
  const names = blocks.map(({ sample }) => sample)
  expect(names).not.toContain(null)
  expect(new Set(names).size).toBe(names.length)
})

test.each(pages.map((page) => [page.path, page] as const))('every link of %s leads somewhere', (path, page) => {
  const here = join(ROOT, path, '..')
  const dead = page.links.filter((link) => {
    const [file, anchor] = link.split('#')
    const target = file ? join(here, file) : join(ROOT, path)
    if (!existsSync(target)) return true
    return anchor !== undefined && !readPage(target.slice(ROOT.length + 1)).anchors.includes(anchor)
  })
  expect(dead).toEqual([])
})
