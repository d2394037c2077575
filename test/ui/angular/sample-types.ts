import { join } from 'node:path'
import ts from 'typescript'
import { samples } from './samples'

/** What the compiler says against the samples, each by its page and line, under the options of this folder. */
export function typeErrorsInSamples(): readonly string[] {
  const { options } = ts.getParsedCommandLineOfConfigFile(join(import.meta.dirname, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: () => {},
  })!
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile, directoryExists } = host
  host.fileExists = (file) => samples.has(file) || fileExists.call(host, file)
  host.directoryExists = (folder) =>
    [...samples.keys()].some((file) => file.startsWith(`${folder}/`)) || directoryExists!(folder)
  host.readFile = (file) => samples.get(file)?.text ?? readFile.call(host, file)
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const text = samples.get(file)?.text
    if (text === undefined) return getSourceFile.call(host, file, languageVersion, ...rest)
    return ts.createSourceFile(file, text, languageVersion, true)
  }
  const globals = join(import.meta.dirname, '../../../src/globals.d.ts')
  const program = ts.createProgram([globals, ...samples.keys()], options, host)
  return [...samples].flatMap(([file, { page, line }]) => {
    const source = program.getSourceFile(file)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ start = 0, messageText }) => {
      const at = line + (source?.getLineAndCharacterOfPosition(start).line ?? 0)
      return `${page}:${at} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}
