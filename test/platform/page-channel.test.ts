import { expect, onTestFinished, test, vi } from 'vitest'
import { pageChannel } from 'xstate-auth-session'

test('without BroadcastChannel a word is a storage event, in WebKit too, which tells only who has used the area', () => {
  onTestFinished(() => void vi.unstubAllGlobals())
  const page = new EventTarget()
  const items = new Map<string, string>()
  const changed: string[] = []
  let isUsed = false
  vi.stubGlobal('BroadcastChannel', undefined)
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page))
  vi.stubGlobal('localStorage', {
    getItem: () => {
      isUsed = true
      return null
    },
    setItem(key: string, value: string) {
      // A browser tells of changes only.
      if (items.get(key) !== value) changed.push(key)
      items.set(key, value)
    },
  })
  const writeElsewhere = (key: string) => isUsed && page.dispatchEvent(Object.assign(new Event('storage'), { key }))
  const heard: string[] = []
  const room = pageChannel().open('room', () => heard.push('word'))
  room.post()
  room.post()
  const [key = ''] = changed
  expect(changed).toEqual([key, key])
  writeElsewhere('another')
  writeElsewhere(key)
  expect(heard).toEqual(['word'])
  room.close()
  writeElsewhere(key)
  expect(heard).toEqual(['word'])
})
