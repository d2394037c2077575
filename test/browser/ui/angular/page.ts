import '@angular/compiler'
import { provideZonelessChangeDetection } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import { provideAuthSession } from 'xstate-auth-session/angular'
import { createSessionStage } from 'xstate-auth-session/testing'
import { Notes } from './notes'

Object.assign(window, {
  stage: createSessionStage({
    open(session) {
      document.body.append(document.createElement('app-notes'))
      const booting = bootstrapApplication(Notes, {
        providers: [provideZonelessChangeDetection(), provideAuthSession(session)],
      })
      return () => void booting.then((app) => app.destroy())
    },
  }),
})
