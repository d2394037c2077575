import { openAxios } from './axios-clients'
import type { ClientRow } from './client'
import { openKy, openOfetch, openOpenapiFetch, openWretch } from './fetch-takers'
import { openApollo, openGraphqlRequest, openTrpc, openUrql } from './graph-clients'
import { openFetch, openWithToken } from './own-clients'

const data = (echo: unknown) => ({ data: { echo } })
const result = (echo: unknown) => ({ result: { data: echo } })

/** Every client that the request suite holds for. */
export const clients: readonly ClientRow[] = [
  { name: 'session.fetch', open: openFetch },
  { name: 'session.withToken', open: openWithToken },
  { name: 'axios, http', open: (session) => openAxios(session, 'http') },
  { name: 'axios, fetch', open: (session) => openAxios(session, 'fetch') },
  { name: 'ky', open: openKy },
  { name: 'ofetch', open: openOfetch },
  { name: 'wretch', open: openWretch },
  { name: 'openapi-fetch', open: openOpenapiFetch },
  { name: 'graphql-request', open: openGraphqlRequest, shape: data },
  { name: 'urql', open: openUrql, shape: data },
  { name: 'Apollo Client', open: openApollo, shape: data },
  { name: 'tRPC', open: openTrpc, shape: result },
]
