import { bindAuthSession } from 'xstate-auth-session/dom'
import { createSessionStage } from 'xstate-auth-session/testing'

const template = document.querySelector('template') as HTMLTemplateElement

Object.assign(window, {
  stage: createSessionStage({
    open(session) {
      const screen = document.importNode(template.content, true).firstElementChild as HTMLElement
      document.body.append(screen)
      const unbind = bindAuthSession(screen, session)
      return () => {
        unbind()
        screen.remove()
      }
    },
  }),
})
