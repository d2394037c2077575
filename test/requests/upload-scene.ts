import { ada, openScene, openTimedScene } from '../session/scene'
import { createUploads } from '../session/uploads'

/** A session that is logged in, and a resource that keeps what it is sent. */
export async function openUploads() {
  const uploads = createUploads()
  const scene = await openScene({ server: { fallback: uploads.take } })
  await scene.session.login(ada)
  return { ...scene, uploads, target: scene.url('/upload/') }
}

/** The same in a time that only the test moves; tokens live for 20 s. */
export async function openTimedUploads() {
  const uploads = createUploads()
  const scene = await openTimedScene({ server: { fallback: uploads.take } })
  await scene.session.login(ada)
  return { ...scene, uploads, target: scene.url('/upload/') }
}
