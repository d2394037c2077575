import * as query from '@tanstack/react-query'
import * as tanstackRouter from '@tanstack/react-router'
import * as xstateReact from '@xstate/react'
import * as express from 'express'
import * as react from 'react'
import * as jsxRuntime from 'react/jsx-runtime'
import * as client from 'react-dom/client'
import * as server from 'react-dom/server'
import * as router from 'react-router'
import ts from 'typescript'
import * as xstate from 'xstate'
import * as main from 'xstate-auth-session'
import * as backends from 'xstate-auth-session/backends'
import * as machines from 'xstate-auth-session/machines'
import * as adapter from 'xstate-auth-session/react'
import { type Page, sampleOf } from '../../../docs/page'

const packages: Readonly<Record<string, object>> = {
  '@tanstack/react-query': query,
  '@tanstack/react-router': tanstackRouter,
  '@xstate/react': xstateReact,
  express,
  react,
  'react/jsx-runtime': jsxRuntime,
  'react-dom/client': client,
  'react-dom/server': server,
  'react-router': router,
  xstate,
  'xstate-auth-session': main,
  'xstate-auth-session/backends': backends,
  'xstate-auth-session/machines': machines,
  'xstate-auth-session/react': adapter,
}

export interface SampleOptions {
  /** Modules in the place of the page's own, such as `./session`. */
  readonly given?: Readonly<Record<string, object>>
  /** Who answers for `https://api.example.com`. */
  readonly api?: string
}

/** The samples of a page as modules that import each other, each run once. What comes back runs one by its file's name. */
export function openSamples(page: Page, { given = {}, api = 'https://api.test' }: SampleOptions = {}) {
  const ran = new Map<string, object>()

  const find = (name: string): object => {
    const found = packages[name] ?? given[name]
    if (found) return found
    const file = page.blocks.find(({ sample }) => sample && name === `./${sample.replace(/\.tsx?$/, '')}`)
    if (!file?.sample) throw new Error(`a sample imports '${name}'`)
    return run(file.sample)
  }

  function run<Exports extends object>(file: string): Exports {
    const known = ran.get(file)
    if (known) return known as Exports
    const exported = {}
    ran.set(file, exported)
    const { outputText } = ts.transpileModule(sampleOf(page, file).text.replaceAll('https://api.example.com', api), {
      fileName: file,
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        jsx: ts.JsxEmit.ReactJSX,
        esModuleInterop: false,
      },
    })
    new Function('require', 'exports', outputText)(find, exported)
    return exported as Exports
  }

  return run
}
