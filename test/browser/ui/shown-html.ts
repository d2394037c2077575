/**
 * What a user is shown of `<main>`, as HTML, as soon as it is what is wanted, or else after `patience` ms: runs in the page.
 * Attributes, comments and what is hidden are left out, for each framework leaves its own; an element with a dash in its name
 * is a component, and only what is in it counts.
 */
export async function shownHtml({ wanted, patience }: { readonly wanted: string; readonly patience: number }) {
  const visible = (element: Element): string =>
    [...element.childNodes]
      .map((node) => {
        if (node instanceof Text) return node.data.trim()
        if (!(node instanceof Element) || !node.checkVisibility()) return ''
        const inner = visible(node)
        const name = node.localName
        return name.includes('-') ? inner : `<${name}>${inner}</${name}>`
      })
      .join('')
  const end = performance.now() + patience
  for (;;) {
    const main = document.querySelector('main')
    const shown = main && visible(main)
    if (shown === wanted || performance.now() > end) return shown
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
