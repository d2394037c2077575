import { createSessionInspector, frameAdapter } from 'xstate-auth-session/inspect'
import { createLife } from '../../../inspect/life'

/** A page that shows its session to an inspector in a frame of its own, next to a stranger's. */
function open(viewer: string, stranger: string) {
  const [iframe, other] = ['viewer', 'stranger'].map((name) => {
    const frame = document.createElement('iframe')
    frame.name = name
    return frame
  }) as [HTMLIFrameElement, HTMLIFrameElement]
  document.body.append(other, iframe)
  other.src = stranger
  const inspector = createSessionInspector(frameAdapter({ iframe, url: viewer }))
  const { live, session, tokens } = createLife(() => ({ inspect: inspector }))
  return {
    live,
    leave: (url: string) => {
      iframe.src = url
    },
    login: () => session.login({ username: 'ada', password: tokens['password'] ?? '' }),
    logout: () => session.logout(),
    stop: inspector.stop,
    told: () => ({ recording: session.timeline(), tokens }),
  }
}

declare global {
  interface Window {
    openApp: typeof open
    app: ReturnType<typeof open>
  }
}

window.openApp = open
