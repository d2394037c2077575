import { join } from 'node:path'
import ts from 'typescript'
import { type Block, ROOT } from './page'

/** What the guide's samples share. */
const AMBIENT = `
import type { AuthSession } from 'xstate-auth-session'
import type { PasswordCredentials } from 'xstate-auth-session/backends'
declare global {
  const session: AuthSession<{ password: PasswordCredentials }>
  const api: string
  const show: (text: string) => void
}
`

/**
 * What the compiler says against the blocks, each by its page and line, under the options of this repository and those given.
 * `place`: from where they import.
 */
export function typeErrorsIn(blocks: readonly Block[], place = 'docs', own: object = {}): readonly string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, ...own }, ROOT)
  const folder = join(ROOT, place, 'samples')
  const texts = new Map([[join(folder, 'ambient.ts'), AMBIENT]])
  const sources = new Map<string, Block>()
  for (const [index, block] of blocks.entries()) {
    // A sample that is called a file is one, so that others can import it.
    const file = join(folder, block.sample?.endsWith('.ts') ? block.sample : `sample-${index}.ts`)
    texts.set(file, block.text)
    sources.set(file, block)
  }
  const host = ts.createCompilerHost(options)
  const { fileExists, directoryExists, readFile, getSourceFile } = host
  host.directoryExists = (path) => path === folder || directoryExists?.call(host, path) === true
  host.fileExists = (file) => texts.has(file) || fileExists.call(host, file)
  host.readFile = (file) => texts.get(file) ?? readFile.call(host, file)
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = texts.get(file)
    if (text === undefined) return getSourceFile.call(host, file, languageVersion, ...rest)
    return ts.createSourceFile(file, text, languageVersion, true)
  }
  const program = ts.createProgram([join(ROOT, 'src/globals.d.ts'), ...texts.keys()], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const block = file && sources.get(file.fileName)
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + (block?.line ?? 1)
    return `${block?.page ?? file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}
