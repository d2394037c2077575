import { createApp } from 'vue'
import { createSessionStage } from 'xstate-auth-session/testing'
import { authSession } from 'xstate-auth-session/vue'
import Notes from './notes.vue'

Object.assign(window, {
  stage: createSessionStage({
    open(session) {
      const place = document.createElement('div')
      document.body.append(place)
      const app = createApp(Notes).use(authSession(session))
      app.mount(place)
      return () => {
        app.unmount()
        place.remove()
      }
    },
  }),
})
