import { JSDOM } from 'jsdom'
import { environmentOf } from '../jsdom.mjs'

export default environmentOf(JSDOM)
