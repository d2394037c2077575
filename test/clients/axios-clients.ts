import type { Readable } from 'node:stream'
import axios, { type AxiosRequestConfig, isCancel } from 'axios'
import axiosRetry from 'axios-retry'
import { installAuthSession } from 'xstate-auth-session/axios'
import type { Session } from '../session/scene'
import type { Client } from './client'

/** An axios instance whose answers are never errors; XMLHttpRequest is the browser's. */
export function openAxios(session: Session, adapter: 'http' | 'fetch'): Client {
  const api = axios.create({ adapter, validateStatus: null, proxy: false })
  installAuthSession(api, session)
  const get = (url: string, config: AxiosRequestConfig) => api.get(url, config)
  const keepalive = (url: string) => get(url, { fetchOptions: { keepalive: true } })
  const request = async (given: Request) => (await api.request(given as unknown as AxiosRequestConfig)).status
  return {
    async send({ url, method = 'GET', body, headers, signal, auth, hold }) {
      // In Node, axios' fetch adapter takes a form for an urlencoded one unless it is told.
      const type = body instanceof FormData ? { 'Content-Type': 'multipart/form-data' } : {}
      const config = { url, method, data: body, headers: { ...headers, ...type }, session: { auth, hold } }
      const { status, data } = await api.request({ ...config, ...(signal && { signal }) })
      return { status, body: data }
    },
    bodies: true,
    abort: true,
    reason: (error) => isCancel(error) && error.cause,
    timeout: (url, timeout) => get(url, { timeout }),
    async retry(url) {
      const patient = axios.create({ adapter, proxy: false })
      installAuthSession(patient, session)
      axiosRetry(patient, { retries: 2, retryDelay: () => 0 })
      return (await patient.get(url, { validateStatus: (status) => status < 500 })).status
    },
    async stream(url) {
      const { data } = await get(url, { responseType: 'stream' })
      return adapter === 'http' ? (data as Readable) : (data as ReadableStream<Uint8Array>)
    },
    ...(adapter === 'http'
      ? {
          url: async (url) => (await get(url, {})).request.res.responseUrl,
          tried: { keepalive, request },
        }
      : { keepalive, tried: { url: async (url) => (await get(url, {})).request.url, request } }),
  }
}
