import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { readPage } from '../../docs/page'

const blocks = ['simplejwt', 'cookies', 'sliding-header']
  .flatMap((name) => readPage(`docs/backends/${name}.md`).blocks)
  .filter(({ language }) => language === 'python')

test.each(blocks.map(({ page, line, text }) => [line, page, text] as const))(
  'the Python at line %i of %s is valid',
  (_line, _page, text) => {
    const parse = ['-c', 'import ast, sys; ast.parse(sys.stdin.read())']
    const { status, stderr } = spawnSync('/usr/bin/python3', parse, { input: text })
    expect([status, String(stderr)]).toEqual([0, ''])
  },
)
