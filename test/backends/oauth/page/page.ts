import { manager, session } from './recipe'

Object.assign(window, { manager, session })
