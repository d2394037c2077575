import { useState } from 'react'

/** `onProgress` is told how much of it is sent, from 0 to 1. */
export type SendFile = (file: Blob, onProgress: (part: number) => void) => Promise<unknown>

interface UploadBarProps {
  readonly send: SendFile
  readonly explain: (reason: unknown) => string
}

const SAMPLE_BYTES = 24_000_000

type Progress = { readonly name: string; readonly part: number; readonly told: string }

/** Sends a file and shows how far it is, the same in either app. */
export function UploadBar({ send, explain }: UploadBarProps) {
  const [progress, setProgress] = useState<Progress | null>(null)
  const upload = async (name: string, file: Blob) => {
    const tell = (part: number, told = '') => setProgress({ name, part, told })
    tell(0)
    try {
      await send(file, (part) => tell(part))
      tell(1, 'The server has it.')
    } catch (reason) {
      tell(0, explain(reason))
    }
  }
  const isUnderWay = progress?.told === ''
  return (
    <section className="upload">
      <h3>Attachment</h3>
      <div className="buttons">
        <button
          type="button"
          disabled={isUnderWay}
          onClick={() => upload('24 MB', new Blob([new Uint8Array(SAMPLE_BYTES)]))}
        >
          Upload 24 MB
        </button>
        <label className="file">
          or a file of yours
          <input
            type="file"
            disabled={isUnderWay}
            onChange={({ target }) => target.files?.[0] && upload(target.files[0].name, target.files[0])}
          />
        </label>
      </div>
      {progress && (
        <p className="progress">
          <progress aria-label={`Upload of ${progress.name}`} max={1} value={progress.part} />{' '}
          <span className="percent">{Math.round(progress.part * 100)} %</span>
        </p>
      )}
      <p role="status">{isUnderWay && progress.part === 1 ? 'Sent; the server is reading it.' : progress?.told}</p>
    </section>
  )
}
