import { make, setAttributes } from './make'

const LEAST = 20
const MOST = 90
const STEP = 5

/** A handle by which the panel takes more or less of the page, in per cent of it. */
export function createResizing(host: HTMLElement, isAtSide: () => boolean) {
  const handle = make('div', {
    class: 'handle',
    role: 'separator',
    tabindex: 0,
    'aria-label': 'Size of the panel',
    'aria-valuemin': LEAST,
    'aria-valuemax': MOST,
  })
  let size = document.documentElement.clientWidth < 480 ? 70 : 50
  const resize = (next: number) => {
    size = Math.min(Math.max(Math.round(next), LEAST), MOST)
    host.style.setProperty('--size', String(size))
    setAttributes(handle, {
      'aria-valuenow': size,
      'aria-orientation': isAtSide() ? 'vertical' : 'horizontal',
    })
  }
  handle.addEventListener('keydown', (event) => {
    const by = { ArrowUp: STEP, ArrowLeft: STEP, ArrowDown: -STEP, ArrowRight: -STEP }[event.key]
    if (by === undefined) return
    event.preventDefault()
    resize(size + by)
  })
  handle.addEventListener('pointerdown', (event) => {
    handle.setPointerCapture(event.pointerId)
    event.preventDefault()
  })
  handle.addEventListener('pointermove', ({ pointerId, clientX, clientY }) => {
    if (!handle.hasPointerCapture(pointerId)) return
    const { clientWidth, clientHeight } = document.documentElement
    resize(isAtSide() ? 100 - (clientX / clientWidth) * 100 : 100 - (clientY / clientHeight) * 100)
  })
  resize(size)
  return { handle, redraw: () => resize(size) }
}
