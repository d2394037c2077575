import { expect, test } from 'vitest'
import { processChannel } from 'xstate-auth-session'

test('a word reaches everybody of that name but its sender, later, and nobody who has left', async () => {
  const channel = processChannel()
  const heard: string[] = []
  const sender = channel.open('room', () => heard.push('sender'))
  channel.open('room', () => heard.push('listener'))
  channel.open('elsewhere', () => heard.push('elsewhere'))
  const leaver = channel.open('room', () => heard.push('leaver'))
  sender.post()
  leaver.close()
  expect(heard).toEqual([])
  await Promise.resolve()
  expect(heard).toEqual(['listener'])
})
