import { join } from 'node:path'
import ts from 'typescript'
import { samples } from './samples'

/** What the compiler says against this folder and the samples, by file or page, and line. */
export function typeErrors(): readonly string[] {
  const { options, fileNames } = ts.getParsedCommandLineOfConfigFile(
    join(import.meta.dirname, 'tsconfig.json'),
    undefined,
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  )!
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
  const program = ts.createProgram([...fileNames, ...samples.keys()], options, host)
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const { page, line } = samples.get(file?.fileName ?? '') ?? { page: file?.fileName, line: 1 }
    const at = line + (file?.getLineAndCharacterOfPosition(start).line ?? 0)
    return `${page}:${at} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
}
