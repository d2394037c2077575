import { createSSRApp } from 'vue'
import { authSession } from 'xstate-auth-session/vue'
import { openAlivePage } from '../../alive/alive-page'
import App from './app.vue'

openAlivePage((session, place) => void createSSRApp(App).use(authSession(session)).mount(place))
