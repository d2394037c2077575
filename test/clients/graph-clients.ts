import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache, ServerError } from '@apollo/client'
import { RetryLink } from '@apollo/client/link/retry'
import { createTRPCUntypedClient, httpLink, retryLink, TRPCClientError } from '@trpc/client'
import { cacheExchange, createClient, fetchExchange } from '@urql/core'
import { ClientError, GraphQLClient } from 'graphql-request'
import type { Session } from '../session/scene'
import { type Ask, type Client, fetchFor } from './client'

const ECHO = '{ echo }'

type Data = { echo: unknown }

export function openGraphqlRequest(session: Session): Client {
  const api = (url: string, init: object = {}) => new GraphQLClient(url, { fetch: session.fetch, ...init })
  return {
    async send({ url, auth, hold, headers = {}, signal }) {
      try {
        const client = api(url, { fetch: fetchFor(session, { auth, hold }), headers })
        const { echo } = await client.request<Data>({ document: ECHO, ...(signal && { signal }) })
        return { status: 200, body: echo }
      } catch (error) {
        if (!(error instanceof ClientError)) throw error
        return { status: error.response.status, body: null }
      }
    },
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => api(url).request({ document: ECHO, signal: AbortSignal.timeout(ms) }),
    keepalive: (url) => api(url, { keepalive: true }).request(ECHO),
  }
}

export function openUrql(session: Session): Client {
  const ask = ({ url, headers = {}, signal, auth, hold }: Ask, init: RequestInit = {}) =>
    createClient({
      url,
      exchanges: [cacheExchange, fetchExchange],
      fetch: fetchFor(session, { auth, hold }),
      preferGetMethod: false,
      fetchOptions: { headers, ...(signal && { signal }), ...init },
    })
      .query<Data>(ECHO, {}, { requestPolicy: 'network-only' })
      .toPromise()
  return {
    async send(given) {
      const { data, error } = await ask(given)
      if (!error) return { status: 200, body: data?.echo }
      if (error.response) return { status: error.response.status, body: null }
      throw error.networkError
    },
    keepalive: (url) => ask({ url }, { keepalive: true }),
  }
}

export function openApollo(session: Session): Client {
  const ask = ({ url, headers = {}, signal, auth, hold }: Ask, first: readonly ApolloLink[] = [], options = {}) => {
    const last = new HttpLink({ uri: url, fetch: fetchFor(session, { auth, hold }), headers, fetchOptions: options })
    const client = new ApolloClient({ link: ApolloLink.from([...first, last]), cache: new InMemoryCache() })
    const context = { fetchOptions: { signal } }
    return client.query<Data>({ query: gql(ECHO), fetchPolicy: 'no-cache', ...(signal && { context }) })
  }
  const statusOf = (error: unknown) => {
    if (ServerError.is(error)) return { status: error.statusCode, body: null }
    throw error
  }
  return {
    send: (given) => ask(given).then(({ data }) => ({ status: 200, body: data?.echo }), statusOf),
    abort: true,
    reason: (error) => error,
    timeout: (url, ms) => ask({ url, signal: AbortSignal.timeout(ms) }),
    async retry(url) {
      const again = new RetryLink({ delay: { initial: 0 }, attempts: { max: 3 } })
      return (await ask({ url }, [again]).then(() => ({ status: 200 }), statusOf)).status
    },
    keepalive: (url) => ask({ url }, [], { keepalive: true }),
  }
}

export function openTrpc(session: Session): Client {
  const ask = (
    { url, headers = {}, signal, auth, hold }: Ask,
    options: { again?: boolean; init?: RequestInit } = {},
  ) => {
    const fetch: typeof globalThis.fetch = (input, init) =>
      fetchFor(session, { auth, hold })(input, { ...init, ...options.init })
    const again = options.again ? [retryLink({ retry: ({ attempts }) => attempts <= 2, retryDelayMs: () => 0 })] : []
    const client = createTRPCUntypedClient({
      links: [...again, httpLink({ url: url.slice(0, url.lastIndexOf('/', url.length - 2)), fetch, headers })],
    })
    const [path = ''] = url.split('/').slice(-2)
    return client.mutation(`${path}/`, undefined, signal ? { signal } : {})
  }
  const statusOf = (error: unknown) => {
    const { status } = error instanceof TRPCClientError ? Object(error.meta?.['response']) : { status: undefined }
    if (typeof status === 'number') return { status, body: null }
    throw error instanceof TRPCClientError ? error.cause : error
  }
  return {
    send: (given) => ask(given).then((body) => ({ status: 200, body }), statusOf),
    abort: true,
    timeout: (url, ms) => ask({ url, signal: AbortSignal.timeout(ms) }),
    retry: (url) =>
      ask({ url }, { again: true }).then(
        () => 200,
        (error) => statusOf(error).status,
      ),
    keepalive: (url) => ask({ url }, { init: { keepalive: true } }),
  }
}
