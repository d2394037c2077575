const SHOWN = 100

/** Words of outside, made fit for a report. */
export interface Secrets {
  /** Never to be shown. */
  keep(...texts: readonly (string | null | undefined)[]): void
  /** On one line, cut, and without what is kept: a server may say what it was told. */
  quote(text: string): string
}

export function createSecrets(): Secrets {
  const kept = new Set<string>()
  return {
    keep(...texts) {
      for (const text of texts) if (text) for (const form of formsOf(text)) kept.add(form)
    },
    quote(text) {
      let shown = text
      for (const secret of [...kept].sort((one, other) => other.length - one.length))
        shown = shown.replaceAll(secret, '…')
      const line = shown.replace(/\p{C}/gu, ' ').trim()
      return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line
    },
  }
}

/** As text, in a URL, in a form, in JSON. */
function formsOf(text: string): string[] {
  const encoded = encodeURIComponent(text)
  return [text, encoded, encoded.replaceAll('%20', '+'), JSON.stringify(text).slice(1, -1)]
}
