import type { ChartLayout } from '../../chart/layout'
import { drawChart, type Lit } from './chart-drawing'
import { make } from './make'

/** A chart that can be scrolled, and that keeps its active state in sight. `onPoint` hears what the reader looks at. */
export function createChartStage(layout: ChartLayout, caption: string, onPoint: (about: string) => void) {
  const { element, size, light, placeOf } = drawChart(layout, onPoint)
  const stage = make('div', { class: 'stage', tabindex: 0, role: 'region', 'aria-label': caption }, element)
  let factor = 1
  let shown = ''

  /** Once the state is another, or the drawing: a reader may have gone elsewhere meanwhile. */
  const follow = (path: string) => {
    const box = placeOf(path)
    if (path === shown || stage.clientWidth === 0) return
    shown = path
    if (!box) return
    stage.scrollTo({
      left: (box.x + box.width / 2) * factor - stage.clientWidth / 2,
      top: (box.y + box.height / 2) * factor - stage.clientHeight / 2,
    })
  }

  return {
    element: make('figure', {}, make('figcaption', {}, caption), stage),
    scale(next: number): void {
      factor = next
      shown = ''
      const [svg] = element.children
      svg?.setAttribute('width', String(size.width * factor))
      svg?.setAttribute('height', String(size.height * factor))
    },
    show(lit: Lit): void {
      light(lit)
      follow(lit.path ?? '')
    },
  }
}
