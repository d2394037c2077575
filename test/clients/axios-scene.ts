import axios, { type CreateAxiosDefaults } from 'axios'
import { installAuthSession } from 'xstate-auth-session/axios'
import { ada, openScene } from '../session/scene'

type Options = NonNullable<Parameters<typeof openScene>[0]>

/** An axios instance with a session in which Ada is logged in. */
export async function openAxiosScene(config: CreateAxiosDefaults = {}, options: Options = {}) {
  const scene = await openScene(options)
  const api = axios.create({ adapter: 'http', proxy: false, baseURL: scene.server.url, ...config })
  const uninstall = installAuthSession(api, scene.session)
  await scene.session.login(ada)
  return { ...scene, api, uninstall }
}
