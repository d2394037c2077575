/** Follows redirects as a browser does, cookies included, until one leads to that address. */
export async function browse(start: string, until: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = start
  for (let hops = 0; hops < 20; hops++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';', 1)[0] as string).split('=', 2)
      if (value) cookies.set(name, value)
      else cookies.delete(name)
    }
    const next = response.headers.get('location')
    if (next === null) throw new Error(`${response.status} of ${url} leads nowhere: ${await response.text()}`)
    url = new URL(next, url).href
    if (url.startsWith(until)) return url
  }
  throw new Error('too many redirects')
}
