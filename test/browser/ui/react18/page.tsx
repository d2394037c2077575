import { createSessionStage } from 'xstate-auth-session/testing'
import { open } from '../react19/notes'

Object.assign(window, { stage: createSessionStage({ open }) })
