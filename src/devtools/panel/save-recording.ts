import type { Recording } from '../../timeline'
import { make } from './make'

/** Has the browser save a recording as a file. */
export function saveRecording(recording: Recording): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(recording)], { type: 'application/json' }))
  make('a', { href: url, download: 'auth-session-recording.json' }).click()
  URL.revokeObjectURL(url)
}
