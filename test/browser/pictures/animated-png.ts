import { crc32 } from 'node:zlib'

/** A picture in PNG, and for how long it is shown; ms. */
export interface Frame {
  readonly png: Buffer
  readonly ms: number
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * One animated PNG, again and again from the first (https://www.w3.org/TR/png-3/). All frames have one size and one kind of pixels, so that what
 * is compressed in each is taken as it is.
 */
export function animate(frames: readonly Frame[]): Buffer {
  const pictures = frames.map(({ png }) => readChunks(png))
  const head = pictures[0]?.find(({ type }) => type === 'IHDR')
  if (!head) throw new TypeError('there is no frame, or it is no PNG')
  if (pictures.some((chunks) => !chunks[0]?.data.equals(head.data))) throw new TypeError('the frames differ in kind')
  let sequence = 0
  const made = pictures.flatMap((chunks, index) => {
    const control = chunk('fcTL', numbers(sequence++, ...dimensionsOf(head), 0, 0), timing(frames[index]?.ms ?? 0))
    const pixels = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)
    return [
      control,
      ...pixels.map((data) => (index === 0 ? chunk('IDAT', data) : chunk('fdAT', numbers(sequence++), data))),
    ]
  })
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head.data),
    chunk('acTL', numbers(frames.length, 0)),
    ...made,
    chunk('IEND'),
  ])
}

function readChunks(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

const dimensionsOf = ({ data }: Chunk): readonly number[] => [data.readUInt32BE(0), data.readUInt32BE(4)]

function chunk(type: string, ...parts: readonly Buffer[]): Buffer {
  const data = Buffer.concat(parts)
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  return Buffer.concat([numbers(data.length), body, numbers(crc32(body))])
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index)
  return bytes
}

/** A fraction of a second, and that each frame covers the one before. */
function timing(ms: number): Buffer {
  const bytes = Buffer.alloc(6)
  bytes.writeUInt16BE(ms, 0)
  bytes.writeUInt16BE(1_000, 2)
  return bytes
}
