import type { Box, ChartLayout, LaidArrow, LaidState, Point } from '../../src/chart/layout'

const STYLE = `
.page{fill:#fff}
.box{fill:#f6f8fa;stroke:#57606a}
.leaf{fill:#fff;stroke:#24292f;stroke-width:1.5}
.anywhere{stroke-dasharray:4 3}
.line{fill:none;stroke:#57606a;stroke-width:1.2}
.tip{fill:#57606a}
.under{fill:#fff;fill-opacity:.88}
.head{fill:#f6f8fa}
text{fill:#24292f;font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.name{font-size:14px;font-weight:600}
@media (prefers-color-scheme:dark){
.page{fill:#0d1117}.box{fill:#161b22;stroke:#8b949e}.leaf{fill:#0d1117;stroke:#e6edf3}.line{stroke:#8b949e}.tip{fill:#8b949e}
.under{fill:#0d1117}.head{fill:#161b22}text{fill:#e6edf3}
}`

/** The chart as an SVG document that follows the reader's colours. */
export function drawSvg({ machine, width, height, anywhere, states, arrows }: ChartLayout): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">The ${machine} machine</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    ...states.filter(({ isLeaf }) => !isLeaf).map(drawBox),
    ...arrows.map(drawLine),
    ...states.map((state) => (state.isLeaf ? drawLeaf(state) : drawHead(state))),
    ...(anywhere ? [rectangle(anywhere, 'leaf anywhere'), centred(anywhere, 'any state')] : []),
    ...arrows.map(drawLabel),
    '</svg>',
    '',
  ].join('\n')
}

function drawBox(state: LaidState): string {
  return rectangle(state, 'box')
}

/** A line into the box may cross its name. */
function drawHead({ x, y, key }: LaidState): string {
  const head = { x: x + 8, y: y + 6, width: key.length * 8.6 + 10, height: 20 }
  return `${rectangle(head, 'head')}<text class="name" x="${x + 13}" y="${y + 21}">${escaped(key)}</text>`
}

function drawLeaf(state: LaidState): string {
  return `${rectangle(state, 'leaf')}${state.isFinal ? rectangle(inset(state, 3), 'leaf') : ''}${centred(state, state.key)}`
}

function drawLine({ line }: LaidArrow): string {
  return `<polyline class="line" points="${line.map((point) => point.join()).join(' ')}"/><path class="tip" d="${tip(line)}"/>`
}

/** The head of the arrow, along its last stretch. */
function tip(line: readonly Point[]): string {
  const [fromX, fromY] = line.at(-2) as Point
  const [x, y] = line.at(-1) as Point
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)]
  return `M${x} ${y}L${x - 8 * dx - 4 * dy} ${y - 8 * dy - 4 * dx}L${x - 8 * dx + 4 * dy} ${y - 8 * dy + 4 * dx}Z`
}

function drawLabel({ label }: LaidArrow): string {
  const { x, y, lines } = label
  const texts = lines.map(
    (text, index) => `<text xml:space="preserve" x="${x + 4}" y="${y + 14 + index * 16}">${escaped(text)}</text>`,
  )
  return `${rectangle(label, 'under')}${texts.join('')}`
}

function rectangle({ x, y, width, height }: Box, style: string): string {
  return `<rect class="${style}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`
}

function centred({ x, y, width, height }: Box, text: string): string {
  return `<text class="name" x="${x + width / 2}" y="${y + height / 2 + 5}" text-anchor="middle">${escaped(text)}</text>`
}

function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
