/** Stands in everything that is planted, so that a part of it is found as well. */
export const mark = 'canarybird'

interface Person {
  readonly username: string
  readonly password: string
  readonly subject: string
  readonly email: string
}

/** Quotes and signs: each is written otherwise in JSON, in a query and in a page. */
export const ada: Person = {
  username: 'ada',
  password: `${mark} "pass"/wörd & <1>`,
  subject: `${mark}-subject-of-ada`,
  email: `${mark}.ada+mail@example.test`,
}
export const grace: Person = {
  username: 'grace',
  password: `${mark} "pass"/wörd & <2>`,
  subject: `${mark}-subject-of-grace`,
  email: `${mark}.grace+mail@example.test`,
}

/** What other logins take. */
export const provided = { access_token: `${mark} "provider"/token & <3>`, nested: { code: 8_412_084_120 } }

/** What an app asks for, and with what. The first two segments of a path are shown. */
export const asked = {
  path: `${mark}-segment-leaf`,
  query: `${mark}-query`,
  body: `${mark}-body`,
  header: `${mark}-header`,
}
export const address = `/api/things/${asked.path}/?q=${asked.query}`

/** Everything planted but the tokens, by name. */
export const planted: Readonly<Record<string, string>> = {
  mark,
  'password of ada': ada.password,
  'password of grace': grace.password,
  'subject of ada': ada.subject,
  'subject of grace': grace.subject,
  'e-mail of ada': ada.email,
  'e-mail of grace': grace.email,
  'provider token': provided.access_token,
  'login code': String(provided.nested.code),
  path: asked.path,
  query: asked.query,
  body: asked.body,
  header: asked.header,
}

/** What the app's own code throws: it quotes whatever it has. */
export class OwnError extends Error {
  override readonly name = 'OwnError'
}
