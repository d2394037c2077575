import { hydrate } from 'solid-js/web'
import { openAlivePage } from '../../alive/alive-page'
import { App } from './app'

openAlivePage((session, place) => void hydrate(() => <App session={session} />, place))
