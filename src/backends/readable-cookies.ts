/** The cookies that scripts may read; none where there is no document. */
export type ReadableCookies = ReturnType<typeof createReadableCookies>

/** `given`: stands for the document. */
export function createReadableCookies(given: { cookie: string } | undefined) {
  const place = () => given ?? (globalThis as { document?: { cookie: string } }).document
  return {
    /** `null` where it is not there, or says nothing. */
    read(name: string): string | null {
      for (const pair of (place()?.cookie ?? '').split(/; */))
        if (name && pair.startsWith(`${name}=`)) return decoded(pair.slice(name.length + 1)) || null
      return null
    },
    /** The one with `Path=/`. */
    remove(name: string, domain: string): void {
      const found = place()
      if (name && found) found.cookie = `${name}=; Path=/; Max-Age=0${domain && `; Domain=${domain}`}`
    },
  }
}

/** Quoted, percent-encoded, or as it is. */
function decoded(value: string): string {
  const text = value.replace(/^"(.*)"$/, '$1')
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
