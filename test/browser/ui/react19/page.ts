import { createSessionStage } from 'xstate-auth-session/testing'
import { open } from '../../../ui/react/notes'

Object.assign(window, { stage: createSessionStage({ open }) })
