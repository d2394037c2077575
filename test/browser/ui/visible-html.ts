/**
 * What a user is shown of an element, as HTML: runs in the page. Attributes, comments and what is hidden are left out, for
 * each framework leaves its own; an element with a dash in its name is a component, and only what is in it counts.
 */
export function visibleHtml(element: Element): string {
  return [...element.childNodes]
    .map((node) => {
      if (node instanceof Text) return node.data.trim()
      if (!(node instanceof Element) || !node.checkVisibility()) return ''
      const inner = visibleHtml(node)
      const name = node.localName
      return name.includes('-') ? inner : `<${name}>${inner}</${name}>`
    })
    .join('')
}
