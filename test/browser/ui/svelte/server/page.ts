import { hydrate } from 'svelte'
import { openAlivePage } from '../../alive/alive-page'
import App from './app.svelte'

openAlivePage((session, target) => void hydrate(App, { target, props: { session } }))
