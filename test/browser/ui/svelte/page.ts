import { mount, unmount } from 'svelte'
import { createSessionStage } from 'xstate-auth-session/testing'
import Notes from './notes.svelte'

Object.assign(window, {
  stage: createSessionStage({
    open(session) {
      const app = mount(Notes, { target: document.body, props: { session } })
      return () => void unmount(app)
    },
  }),
})
