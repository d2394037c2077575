/** How charts look; what is lit differs by more than its colour: by width and by dashes. */
export const CHART_STYLE = `
.chart { display: flex; flex-direction: column; gap: 6px; height: 100%; min-height: 300px; }
.chart .bar { justify-content: space-between; }
.chart .now { font: 600 14px/1.4 var(--mono); overflow-wrap: anywhere; }
.zoomed { min-width: 5ch; text-align: center; }
.stages {
  flex: 1 1 0; min-height: 220px; display: grid; gap: 6px 12px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); grid-auto-rows: minmax(0, 1fr);
}
@media (max-width: 760px) { .stages { min-height: 420px; } }
.stages figure { display: grid; grid-template-rows: auto minmax(0, 1fr); }
.stage { min-height: 0; overflow: auto; padding: 8px; border: 1px solid var(--line); border-radius: 6px; }
.drawing svg { display: block; }
svg text { fill: var(--text); font: 12px var(--mono); white-space: pre; }
svg .name { font-size: 14px; font-weight: 600; }
.state rect { fill: var(--raised); stroke: var(--edge); }
.state.leaf > rect { fill: var(--back); stroke-width: 1.5; }
.state .head { stroke: none; }
.state.anywhere rect { stroke-dasharray: 4 3; }
.state.active > rect { stroke: var(--accent); stroke-width: 2.5; }
.state.leaf.active > rect { fill: var(--accent-back); stroke-width: 4; }
.state:focus-visible { outline: none; }
.state:focus-visible > rect { stroke: var(--text); stroke-width: 4; stroke-dasharray: 3 2; }
.arrow polyline { fill: none; stroke: var(--edge); stroke-width: 1; opacity: 0.7; }
.arrow path { fill: var(--edge); }
.label rect { fill: var(--back); fill-opacity: 0.88; }
.label text { fill: var(--faint); }
.arrow.possible polyline { stroke: var(--text); stroke-width: 2; opacity: 1; }
.arrow.possible path { fill: var(--text); }
.label.possible text { fill: var(--text); font-weight: 600; }
.arrow.last polyline { stroke: var(--accent); stroke-width: 4; stroke-dasharray: 8 4; opacity: 1; }
.arrow.last path { fill: var(--accent); }
.label.last text { fill: var(--accent); font-weight: 600; text-decoration: underline; }
.legend .is-active::before { border: 3px solid var(--accent); background: var(--accent-back); }
.legend .is-last::before { height: 0; border: 0; border-top: 4px dashed var(--accent); vertical-align: middle; }
.legend .is-possible::before { height: 0; border: 0; border-top: 2px solid var(--text); vertical-align: middle; }
`
