import { renewalOnGround } from './grounds'
import { testMutants } from './suite'

testMutants({
  ground: renewalOnGround,
  equivalents: {
    'renewal.exclusive.rereading done(reread)[0]: after the next':
      'only a store that has not moved can hold a refresh token that is out of time',
    'renewal.exclusive.requesting done(request)[0]: after the next': 'an answer is not both granted and refused',
    'renewal.exclusive.requesting done(request)[1]: after the next': 'an answer is not both refused and offline',
    'renewal.backingOff.overdue done(watch)[0]: after the next': 'an answer is not both refused and failed',
  },
  steps: 4_957,
  mutants: 515,
})
