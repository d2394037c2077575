import { expect, onTestFinished, test, vi } from 'vitest'
import { pageChannel, webStorage } from 'xstate-auth-session'
import { memoryArea } from '../../src/platform/memory-storage'
import { ada, createWorld } from '../adversity/world'

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

test.each([
  ['device', ['auth-session']],
  ['tab', []],
  ['a name', []],
])('a session over a store of scope “%s” listens to %j by default', async (scope, expected) => {
  onTestFinished(() => void vi.unstubAllGlobals())
  const opened: string[] = []
  class Room {
    constructor(name: string) {
      opened.push(name)
    }
    postMessage() {}
    close() {}
  }
  vi.stubGlobal('BroadcastChannel', Room)
  const { open } = createWorld()
  await open({ storage: webStorage(memoryArea(), { scope }) }).login(ada)
  expect(opened).toEqual(expected)
})
