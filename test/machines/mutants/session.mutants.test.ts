import { sessionOnGround } from './grounds'
import { testMutants } from './suite'

testMutants({
  ground: sessionOnGround,
  equivalents: {
    'session.restoring done(restore)[0]: after the next': 'what was found is not both nothing and fresh',
    'session.restoring done(restore)[1]: after the next': 'what was found is not both fresh and stale',
    'session.authenticated after(renewalDue)[0]: after the next':
      'a renewal is due for a token that can be renewed, a warning for one that cannot',
    'session.authenticated after(renewalDue)[1]: after the next':
      'a timer that has reached its moment was not cut short',
    'session.authenticated after(tokenLapse)[0]: after the next':
      'a timer that has reached its moment was not cut short',
    'session.authenticated on(request.unauthorized)[0]: after the next':
      'a refusal is news for a token that can be renewed, and final for one that cannot',
    'session.renewing done(renewal)[0]: after the next': 'an outcome is not both ended and rejected',
    'session.renewing done(renewal)[1]: after the next': 'an outcome is not both rejected and ended',
    'session.renewing done(renewal)[2]: after the next': 'an outcome is not both ended and rejected',
    'session.renewing done(renewal)[4]: after the next':
      'what is ended or rejected brings no token, and while proving it was answered before',
    'session.renewing done(renewal)[6]: after the next': 'a token is of this login or of another',
    'session.renewing initial: queuedRetry': 'every edge into renewing names its leaf',
    'session.renewing initial: proving': 'every edge into renewing names its leaf',
    'session.renewing.refreshing after(tokenLapse)[0]: after the next':
      'a timer that has reached its moment was not cut short',
  },
  steps: 15_764,
  mutants: 731,
})
