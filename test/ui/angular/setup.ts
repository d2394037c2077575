import '@angular/compiler'
import { TestBed } from '@angular/core/testing'
import { BrowserTestingModule, platformBrowserTesting } from '@angular/platform-browser/testing'
import { JSDOM, VirtualConsole } from 'jsdom'

const { window } = new JSDOM('<!doctype html><base href="/">', {
  url: 'http://app.test/',
  pretendToBeVisual: true,
  // It tells of every connection that breaks.
  virtualConsole: new VirtualConsole(),
})
const { document, Node, Element, HTMLElement, Event, CustomEvent, XMLHttpRequest } = window

Object.assign(globalThis, { window, document, Node, Element, HTMLElement, Event, CustomEvent, XMLHttpRequest })

TestBed.initTestEnvironment(BrowserTestingModule, platformBrowserTesting())
