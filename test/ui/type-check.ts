import { execFile } from 'node:child_process'

/** What a compiler says against a folder and the samples of its page: nothing, where all is well. `program`: its path. */
export function typeErrorsOf(program: string, args: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder }, (error, stdout, stderr) =>
      resolve(error ? stdout + stderr || error.message : ''),
    )
  })
}
