#!/usr/bin/env node
import { runCommand } from './command'

const { exitCode, output } = runCommand(process.argv.slice(2))
process[exitCode === 0 ? 'stdout' : 'stderr'].write(`${output}\n`)
process.exitCode = exitCode
