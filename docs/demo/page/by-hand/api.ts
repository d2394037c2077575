import axios, { type AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { tokens } from './tokens'

/** The interceptor of most blog posts, with the queue of the better ones: one refresh, and everybody else waits for it. */
export const api = axios.create()

type Retried = InternalAxiosRequestConfig & { _retry?: boolean }

interface Waiting {
  resolve(access: string): void
  reject(reason: unknown): void
}

let isRefreshing = false
let waiting: Waiting[] = []

api.interceptors.request.use((config) => {
  const pair = tokens.read()
  if (pair) config.headers.set('Authorization', `Bearer ${pair.access}`)
  return config
})

api.interceptors.response.use(undefined, async (error: AxiosError) => {
  const original = error.config as Retried | undefined
  if (!original || error.response?.status !== 401 || original._retry) throw error
  original._retry = true

  if (isRefreshing) {
    await new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }))
    return api(original)
  }

  isRefreshing = true
  try {
    const { data } = await axios.post('/api/token/refresh/', { refresh: tokens.read()?.refresh })
    tokens.write({ ...tokens.read(), ...data })
    for (const { resolve } of waiting) resolve(data.access)
  } catch (reason) {
    for (const { reject } of waiting) reject(reason)
    tokens.clear()
    location.assign('/by-hand?session=expired')
    throw reason
  } finally {
    isRefreshing = false
    waiting = []
  }
  return api(original)
})
