/** The one user of the servers under test. */
export const ada = { username: 'ada', password: 'lovelace' }

/** Of the clients `confidential` and `posting`; `public` has none. */
export const SECRET = 'aSecretOfThirtyTwoCharactersOrMore'
