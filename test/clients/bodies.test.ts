import { describe, expect, test } from 'vitest'

import { standStill } from '../session/standstill'
import { createUploads } from '../session/uploads'
import { clients } from './clients'
import { openClient } from './scene'

const text = 'a note, with ü and \r\n'
const bytes = () => new Uint8Array([0, 1, 2, 250, 251, 252, 253, 254, 255, 10, 13, 0])

function form() {
  const given = new FormData()
  given.append('title', 'ü')
  given.append('file', new File([bytes()], 'notes.bin', { type: 'text/x-own' }))
  return given
}

const bodies: Readonly<Record<string, () => BodyInit>> = {
  'a string': () => text,
  'a Blob': () => new Blob([text, bytes()], { type: 'text/x-own' }),
  URLSearchParams: () => new URLSearchParams({ a: '1', b: 'ü&=' }),
  'an ArrayBuffer': () => bytes().buffer,
  'a view': bytes,
  'a form': form,
}

const fields = async (content: Buffer, type: string | undefined) => {
  const parsed = await new Response(new Uint8Array(content), { headers: { 'Content-Type': type ?? '' } }).formData()
  const read = async (value: FormDataEntryValue) =>
    typeof value === 'string' ? value : [value.name, await value.text()]
  return Promise.all([...parsed].map(async ([name, value]) => [name, await read(value)]))
}

const bytesOf = async (body: BodyInit) => Buffer.from(await new Response(body).arrayBuffer())

const ways = {
  'is replayed byte for byte': async (scene: Awaited<ReturnType<typeof openUploads>>, body: () => BodyInit) => {
    scene.uploads.refuse(1)
    const told = await scene.client.send({ url: scene.url('/upload/'), method: 'POST', body: body() })
    return [told.status, scene.refreshes(), scene.uploads.received.length]
  },
  'is sent after a wait': async (scene: Awaited<ReturnType<typeof openUploads>>, body: () => BodyInit) => {
    const { release } = await standStill(scene)
    const sent = scene.client.send({ url: scene.url('/upload/'), method: 'POST', body: body() })
    release()
    return [(await sent).status, scene.refreshes(), scene.uploads.received.length + 1]
  },
}

async function openUploads(row: (typeof clients)[number]) {
  const uploads = createUploads()
  return { ...(await openClient(row, { server: { fallback: uploads.take } })), uploads }
}

describe.each(clients.filter(({ lacks }) => lacks.bodies === undefined))('$name', (row) => {
  const cases = Object.entries(bodies).flatMap(([kind, body]) =>
    Object.entries(ways).map(([way, send]) => ({ kind, way, body, send })),
  )
  test.each(cases)('a body that is $kind $way', async ({ kind, body, send }) => {
    const scene = await openUploads(row)
    expect(await send(scene, body)).toEqual([200, 1, 2])
    const sent = row.sentAs?.[kind]?.(body()) ?? body()
    for (const { content, type } of scene.uploads.received) {
      if (kind === 'a form')
        expect(await fields(content, type)).toEqual([
          ['title', 'ü'],
          ['file', ['notes.bin', await new Blob([bytes()]).text()]],
        ])
      else expect(content.toString('hex')).toBe((await bytesOf(sent)).toString('hex'))
    }
  })
})
