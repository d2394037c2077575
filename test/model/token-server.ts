import type { Fault, Rotation, Stage } from './world'

const [LOGIN, SERIAL] = [0, 1]
const partOf = (token: string, part: number) => Number(token.split(':')[part])

/** A new login; its first refresh token. */
export function grantLogin({ world }: Stage): string {
  return `${world.families.push({ newest: 1, isDead: false, spent: [] }) - 1}:1`
}

/** What a request meets when it is handled. */
export function handle(stage: Stage, rotation: Rotation): void {
  const family = familyOf(stage, rotation.spent.token)
  const serial = partOf(rotation.spent.token, SERIAL)
  rotation.phase = 'answered'
  rotation.grant = null
  if (!family.isDead && serial === family.newest) {
    family.newest++
    family.spent[serial] = rotation.fault
    rotation.grant = successorOf(rotation.spent.token)
  } else if (!family.isDead && stage.bounds.server === 'lenient' && serial === family.newest - 1) {
    rotation.grant = successorOf(rotation.spent.token)
  } else if (!family.isDead) {
    const excuse = rotation.fault ?? family.spent[serial] ?? null
    if (stage.bounds.server === 'strict') family.isDead = true
    if (excuse !== null) stage.excuse(excuse)
    else stage.fail('a refresh token is spent twice, and nobody but the client is to blame')
    stage.note(`Note over T: a second use, after ${excuse ?? 'nothing that went wrong'}`)
  }
  stage.note(`Note over T: ${rotation.grant === null ? 'refused' : `granted ${rotation.grant}`}`)
}

/** What keeps an answer from the store excuses the second use that follows. */
export function excuse(stage: Stage, rotation: Rotation, fault: Fault): void {
  rotation.fault ??= fault
  const { spent } = familyOf(stage, rotation.spent.token)
  const serial = partOf(rotation.spent.token, SERIAL)
  if (spent.length > serial) spent[serial] ??= rotation.fault
}

export function revoke(stage: Stage, token: string): void {
  const family = familyOf(stage, token)
  if (stage.bounds.server === 'strict' || partOf(token, SERIAL) === family.newest) family.isDead = true
  stage.note(`Note over T: ${token} is revoked`)
}

export function isAlive(stage: Stage, token: string): boolean {
  return !familyOf(stage, token).isDead
}

function familyOf({ world }: Stage, token: string) {
  return world.families[partOf(token, LOGIN)]!
}

function successorOf(token: string): string {
  return `${partOf(token, LOGIN)}:${partOf(token, SERIAL) + 1}`
}
