import { openAxios } from './axios-clients'
import type { ClientRow } from './client'
import { openKy, openOfetch, openOpenapiFetch, openWretch } from './fetch-takers'
import { openApollo, openGraphqlRequest, openTrpc, openUrql } from './graph-clients'
import { openFetch, openWithToken } from './own-clients'

const data = (echo: unknown) => ({ data: { echo } })
const result = (echo: unknown) => ({ result: { data: echo } })

const NO_RETRY = 'it has no retries of its own'
const NO_SIGNAL = 'its own signal takes the place of a caller’s: who leaves a query ends it'
const OWN_REQUESTS = 'it makes its requests itself'
const OWN_CONFIG = 'it takes its own config alone'

const ofGraphQL = {
  bodies: 'its bodies are its own: JSON',
  stream: 'it reads an answer to its end',
  url: 'it tells of the answer what GraphQL says, not where it came from',
  request: OWN_REQUESTS,
} as const

/** Every client that the request suite holds for. */
export const clients: readonly ClientRow[] = [
  { name: 'session.fetch', open: openFetch, lacks: { retry: NO_RETRY } },
  {
    name: 'session.withToken',
    open: openWithToken,
    lacks: { retry: NO_RETRY, request: 'it is up to what is sent with' },
  },
  {
    name: 'axios, http',
    open: (session) => openAxios(session, 'http'),
    lacks: { keepalive: 'there is none without fetch', request: OWN_CONFIG },
  },
  {
    name: 'axios, fetch',
    open: (session) => openAxios(session, 'fetch'),
    lacks: { url: 'it tells the address that was asked for, not where a redirect led', request: OWN_CONFIG },
  },
  { name: 'ky', open: openKy, lacks: {} },
  { name: 'ofetch', open: openOfetch, lacks: {} },
  { name: 'wretch', open: openWretch, lacks: { request: 'it takes addresses alone' } },
  {
    name: 'openapi-fetch',
    open: openOpenapiFetch,
    lacks: { retry: NO_RETRY, request: 'it takes paths of the schema alone' },
  },
  {
    name: 'graphql-request',
    open: openGraphqlRequest,
    shape: data,
    lacks: { retry: NO_RETRY, ...ofGraphQL },
  },
  {
    name: 'urql',
    open: openUrql,
    shape: data,
    lacks: {
      abort: NO_SIGNAL,
      reason: NO_SIGNAL,
      timeout: NO_SIGNAL,
      retry: 'by an exchange of another package',
      ...ofGraphQL,
    },
  },
  { name: 'Apollo Client', open: openApollo, shape: data, lacks: ofGraphQL, retries: 'whatever fails' },
  {
    name: 'tRPC',
    open: openTrpc,
    shape: result,
    lacks: {
      reason: 'it aborts by a signal of its own, which has no reason',
      ...ofGraphQL,
      url: 'it tells of the answer what tRPC says, not where it came from',
    },
    retries: 'whatever fails',
  },
]
