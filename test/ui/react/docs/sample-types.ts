import { join } from 'node:path'
import ts from 'typescript'
import type { Block, Page } from '../../../docs/page'

const PACKAGE = join(import.meta.dirname, '..')

/** What the compiler says against this package, with the samples of these pages as files of one folder, by page and line. */
export function typeErrorsIn(pages: readonly Page[]): readonly string[] {
  const config = ts.readConfigFile(join(PACKAGE, 'tsconfig.json'), ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, PACKAGE)
  const sources = new Map<string, Block>()
  for (const block of pages.flatMap(({ blocks }) => blocks))
    if (block.sample) sources.set(join(PACKAGE, 'samples', block.sample), block)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (file) => sources.has(file) || fileExists.call(host, file)
  host.readFile = (file) => sources.get(file)?.text ?? readFile.call(host, file)
  host.directoryExists = () => true
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const block = sources.get(file)
    if (!block) return getSourceFile.call(host, file, languageVersion, ...rest)
    return ts.createSourceFile(file, block.text, languageVersion, true)
  }
  const program = ts.createProgram([...fileNames, ...sources.keys()], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const block = file && sources.get(file.fileName)
    const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + (block?.line ?? 1)
    return `${block?.page ?? file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}
