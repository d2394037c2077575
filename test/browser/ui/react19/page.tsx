import { createSessionStage } from 'xstate-auth-session/testing'
import { open } from './notes'

Object.assign(window, { stage: createSessionStage({ open }) })
