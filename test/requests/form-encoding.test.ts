import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyBody } from '../../src/requests/body'

interface FilePart {
  readonly name: string
  readonly content: Uint8Array
  readonly filename: string
  readonly type: string
}
interface TextPart {
  readonly name: string
  readonly value: string
}
type Part = FilePart | TextPart

const nasty = [
  '"',
  '\r',
  '\n',
  '\r\n',
  '%',
  '--',
  '\\',
  ';',
  ':',
  "'",
  'ü',
  '日本',
  '👩‍👩‍👧',
  '\0',
  '\t',
  ' ',
  '%22',
  '%0D%0A',
  '=?',
  '\u2028',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 8 })
    .map((parts) => parts.join('')),
)
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ name: text, value: text }),
  fc.record({
    name: text,
    content: fc.uint8Array({ maxLength: 40 }),
    filename: text,
    type: fc.constantFrom('', 'text/plain', 'image/svg+xml', 'TEXT/HTML; charset="UTF-8"'),
  }),
)

function formOf(parts: readonly Part[]): FormData {
  const form = new FormData()
  for (const part of parts) {
    if ('value' in part) form.append(part.name, part.value)
    else form.append(part.name, new Blob([part.content as BlobPart], { type: part.type }), part.filename)
  }
  return form
}

const partsOf = async (form: FormData) =>
  Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string'
        ? { name, value }
        : {
            name,
            content: Buffer.from(await value.arrayBuffer()).toString('hex'),
            filename: value.name,
            type: value.type || 'application/octet-stream',
          },
    ),
  )

const encode = (form: FormData) => copyBody(form) as Blob
const parse = (body: BodyInit) => new Response(body).formData()
const withCrLf = (text: string) => text.replace(/\r\n|\r|\n/g, '\r\n')
/** What an escape in a name means to who reads it: the standard escapes no percent sign. */
const unescaped = (text: string) => text.replace(/%0D/gi, '\r').replace(/%0A/gi, '\n').replace(/%22/g, '"')

test('the platform’s own parser reads what was appended', async () => {
  // Some platforms' parsers take U+FEFF at the start for a byte order mark, in their own encoder's forms too.
  const unmarked = part.filter((part) => !Object.values(part).some((text) => String(text).startsWith('\ufeff')))
  await fc.assert(
    fc.asyncProperty(fc.array(unmarked, { maxLength: 6 }), async (parts) => {
      const form = formOf(parts)
      const expected = (await partsOf(form)).map((part) => {
        const name = unescaped(withCrLf(part.name))
        return 'value' in part
          ? { name, value: withCrLf(part.value as string) }
          : { ...part, name, filename: unescaped(part.filename as string) }
      })
      expect(await partsOf(await parse(encode(form)))).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})

test('and the same as from the platform’s own encoder', async () => {
  // Without a name of its own, some platforms take a file for text.
  const named = part.filter((part) => 'value' in part || part.filename !== '')
  const marked: Part = { name: '\ufeffname', content: Uint8Array.of(1), filename: '\ufefffile', type: '' }
  await fc.assert(
    fc.asyncProperty(fc.array(named, { maxLength: 6 }), async (parts) => {
      const form = formOf(parts)
      expect(await partsOf(await parse(encode(form)))).toEqual(await partsOf(await parse(form)))
    }),
    { numRuns: 500, examples: [[[marked]]] },
  )
})

test('no name, value or filename adds a part or a header', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (name, value, filename) => {
      const form = new FormData()
      form.append(name, value)
      form.append(name, new Blob(['content']), filename)
      const sent = encode(form)
      const [, boundary] = /boundary=(.+)$/.exec(sent.type)!
      const [before, first, second, after] = (await sent.text()).split(`--${boundary}`)
      expect([before, after]).toEqual(['', '--\r\n'])
      const disposition = /^Content-Disposition: form-data; name="[^"\r\n]*"(; filename="[^"\r\n]*")?$/
      for (const [sent, lines] of [
        [first!, ['', expect.stringMatching(disposition)]],
        [second!, ['', expect.stringMatching(disposition), 'Content-Type: application/octet-stream']],
      ] as const)
        expect(sent.split('\r\n\r\n', 1)[0]!.split('\r\n')).toEqual(lines)
    }),
    { numRuns: 1_000 },
  )
})

test('a form that holds what looks like its own boundary’s beginning keeps it', async () => {
  const value = '--form-0.1\r\n\r\n--form-0.1--\r\n'
  const form = formOf([{ name: '--form', value }])
  expect(await partsOf(await parse(encode(form)))).toEqual([{ name: '--form', value }])
})

test('a field’s escapes are those of the HTML standard', async () => {
  const form = new FormData()
  form.append('a"\rb', 'c\rd\ne\r\nf"')
  form.append('ü', new Blob(['g']), 'h"\ri\n.txt')
  const sent = encode(form)
  const [, boundary] = /boundary=(.+)$/.exec(sent.type)!
  expect((await sent.text()).split(`--${boundary}`)).toEqual([
    '',
    '\r\nContent-Disposition: form-data; name="a%22%0D%0Ab"\r\n\r\nc\r\nd\r\ne\r\nf"\r\n',
    '\r\nContent-Disposition: form-data; name="ü"; filename="h%22%0Di%0A.txt"\r\nContent-Type: application/octet-stream\r\n\r\ng\r\n',
    '--\r\n',
  ])
})
