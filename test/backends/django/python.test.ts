import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { readPage } from '../../docs/page'

const pages = ['docs/backends/simplejwt.md', 'docs/backends/sliding-header.md']
const blocks = pages.flatMap((path) => readPage(path).blocks).filter(({ language }) => language === 'python')

test.each(blocks.map((block) => [block.line, block.text] as const))(
  'the Python at line %i of the page is valid',
  (_, text) => {
    const parse = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())']
    const { status, stderr } = spawnSync('/usr/bin/python3', parse, { input: text })
    expect([status, String(stderr)]).toEqual([0, ''])
  },
)
