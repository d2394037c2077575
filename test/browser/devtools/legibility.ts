/** What can't be read in the panel: clipped text, controls over each other, and what sticks out of the page. Runs in the page. */
export function faultsOf(): string[] {
  const root = document.querySelector('auth-session-devtools')?.shadowRoot
  if (!root) return ['there is no panel']
  const faults: string[] = []
  const isSeen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1 && element.closest('[hidden]') === null
  }
  /** What of it is not scrolled away. */
  const seenOf = (element: Element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const frame = element.closest('[role=tabpanel]')?.getBoundingClientRect()
    return { left, right, top: Math.max(top, frame?.top ?? top), bottom: Math.min(bottom, frame?.bottom ?? bottom) }
  }
  const nameOf = (element: Element) =>
    `${element.localName}.${element.className} “${element.textContent?.trim().slice(0, 40)}”`
  const boxes = [...root.querySelectorAll<HTMLElement>('p, li, dt, dd, button, code, h3, figcaption, span, strong')]
  for (const box of boxes.filter(isSeen)) {
    if (box.closest('.list, .live')) continue
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== 'inline')
      faults.push(`${nameOf(box)} is clipped: ${box.scrollWidth} > ${box.clientWidth}`)
    const { left, right } = box.getBoundingClientRect()
    if (left < -1 || right > innerWidth + 1) faults.push(`${nameOf(box)} sticks out`)
  }
  const controls = [...root.querySelectorAll('button, input, select')].filter(
    (one) => isSeen(one) && !one.closest('.list'),
  )
  for (const [index, one] of controls.entries()) {
    const a = seenOf(one)
    if (one.getBoundingClientRect().height < 24) faults.push(`${nameOf(one)} is less than 24 px high`)
    for (const other of controls.slice(index + 1)) {
      const b = seenOf(other)
      const overlaps = a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
      if (overlaps) faults.push(`${nameOf(one)} overlaps ${nameOf(other)}`)
    }
  }
  for (const svg of root.querySelectorAll('.drawing svg')) {
    if (!isSeen(svg)) continue
    for (const group of svg.querySelectorAll('.label, .state.leaf')) {
      const shape = group.querySelector('rect')?.getBoundingClientRect()
      for (const text of group.querySelectorAll('text')) {
        const box = text.getBoundingClientRect()
        if (shape && (box.left < shape.left - 1 || box.right > shape.right + 1))
          faults.push(`the label “${text.textContent}” sticks out`)
      }
    }
  }
  return faults
}
