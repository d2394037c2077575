import { CHART_STYLE } from './chart-style'

/** Of the shadow root: nothing of the page's reaches it, and nothing of it the page. */
export const STYLE = `
:host {
  all: initial;
  color-scheme: light dark;
  --back: light-dark(#ffffff, #14171d);
  --raised: light-dark(#f3f4f7, #1e232c);
  --line: light-dark(#c9ced8, #3a4250);
  --edge: light-dark(#6b7484, #8b95a6);
  --text: light-dark(#181c24, #e8ebf1);
  --faint: light-dark(#525b6a, #a7b0bf);
  --accent: light-dark(#2f49c0, #9fb2ff);
  --accent-back: light-dark(#e3e8fd, #27335f);
  --good: light-dark(#176b33, #76d592);
  --busy: light-dark(#875000, #f5bd6e);
  --bad: light-dark(#b3211f, #ff9a97);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  position: fixed;
  z-index: 2147483000;
  inset: auto 0 0 0;
  color: var(--text);
  font: 14px/1.45 system-ui, sans-serif;
}
* { box-sizing: border-box; min-width: 0; }
[hidden] { display: none !important; }
.panel {
  position: relative;
  display: flex;
  flex-direction: column;
  height: calc(var(--size, 50) * 1vh);
  background: var(--back);
  border-top: 1px solid var(--line);
  box-shadow: 0 -4px 24px rgb(0 0 0 / 0.18);
}
.handle { position: absolute; inset: -12px 0 auto 0; height: 24px; cursor: ns-resize; touch-action: none; z-index: 1; }
.handle::after {
  content: ''; position: absolute; left: calc(50% - 24px); top: 9px; width: 48px; height: 6px;
  border: 1px solid var(--edge); border-radius: 3px; background: var(--raised);
}
@media (min-width: 760px) {
  :host([data-dock='side']) { inset: 0 0 0 auto; }
  :host([data-dock='side']) .panel {
    width: calc(var(--size, 50) * 1vw); height: 100vh; border-top: 0; border-left: 1px solid var(--line);
  }
  :host([data-dock='side']) .handle { inset: 0 auto 0 -12px; width: 24px; height: auto; cursor: ew-resize; }
  :host([data-dock='side']) .handle::after { left: 9px; top: calc(50% - 24px); width: 6px; height: 48px; }
}
@media (max-width: 759px) { .docking { display: none; } }
header, .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; }
header { padding: 10px 12px 4px; }
header .group { margin-left: auto; }
.group { display: inline-flex; align-items: center; gap: 4px; }
.badge { padding: 1px 10px; border: 1px solid currentColor; border-radius: 12px; }
.badge[data-tone='good'] { color: var(--good); }
.badge[data-tone='busy'] { color: var(--busy); }
.badge[data-tone='bad'] { color: var(--bad); }
.remark { flex: 0 1 auto; }
.user, .note, .about, figcaption { color: var(--faint); }
button, input, select {
  min-height: 28px; max-width: 100%; padding: 2px 10px; font: inherit; color: inherit;
  background: var(--back); border: 1px solid var(--edge); border-radius: 6px;
}
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
button:disabled, button[aria-disabled='true'] { color: var(--faint); border-style: dashed; cursor: not-allowed; }
button[aria-pressed='true'] { border-color: var(--accent); background: var(--accent-back); }
button[aria-pressed='true']::before { content: '✓ '; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.opening { position: fixed; right: 12px; bottom: 12px; box-shadow: 0 2px 12px rgb(0 0 0 / 0.25); }
.live { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
.tabs { display: flex; flex-direction: column; flex: 1; min-height: 0; }
[role='tablist'] { display: flex; flex-wrap: wrap; padding: 0 8px; border-bottom: 1px solid var(--line); }
[role='tab'] { border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; }
[role='tab'][aria-selected='true'] { border-bottom-color: var(--accent); font-weight: 600; }
[role='tabpanel'] { flex: 1; min-height: 0; overflow: auto; }
.part { padding: 10px 12px; }
p, ul, dl, h2, figure, pre { margin: 0; padding: 0; }
ul { list-style: none; }
h2 { font-size: 14px; margin-bottom: 4px; }
code, pre, dd, .row { font-family: var(--mono); font-size: 12.5px; }
.headline { font-size: 16px; font-weight: 600; margin-bottom: 8px; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 12px 24px; }
.rows li { display: flex; flex-wrap: wrap; gap: 0 12px; padding: 3px 0; border-bottom: 1px solid var(--line); }
.rows code { overflow-wrap: anywhere; }
.rows li.rejected span { color: var(--bad); }
.rows li.answered span { color: var(--good); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin-top: 10px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.facts dt { color: var(--faint); }
.life { display: block; width: 100%; height: 44px; overflow: visible; }
.life .whole { fill: var(--raised); stroke: var(--edge); vector-effect: non-scaling-stroke; }
.life .window { fill: var(--accent-back); stroke: var(--accent); stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.life .spent { fill: var(--edge); fill-opacity: 0.55; }
.life path { fill: none; stroke-width: 3; vector-effect: non-scaling-stroke; }
.life .due { stroke: var(--accent); stroke-dasharray: 5 3; }
.life .needle { stroke: var(--text); }
.plot { display: block; width: 100%; height: 44px; border-bottom: 1px solid var(--edge); }
.plot .good { fill: var(--edge); }
.plot .bad { fill: none; stroke: var(--bad); stroke-width: 2; stroke-dasharray: 2 2; }
.requests .note, .requests .columns { margin-top: 6px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 6px; color: var(--faint); }
.legend li::before {
  content: ''; display: inline-block; width: 22px; height: 10px; margin-right: 6px; border: 1px solid var(--edge);
}
.legend .is-spent::before { background: var(--edge); opacity: 0.6; }
.legend .is-window::before { background: var(--accent-back); border: 1px dashed var(--accent); }
.legend .is-due::before { width: 0; height: 14px; border: 0; border-left: 3px dashed var(--accent); vertical-align: middle; }
.legend .is-needle::before { width: 0; height: 14px; border: 0; border-left: 3px solid var(--text); vertical-align: middle; }
.timeline { display: flex; flex-direction: column; gap: 8px; height: 100%; min-height: 320px; }
.timeline .open { color: var(--faint); }
.timeline input[type='search'] { flex: 1 1 140px; }
.timeline input[type='range'] { flex: 1 1 180px; padding: 0; border: 0; accent-color: var(--accent); }
.timeline .chooser { border: 0; padding: 0; max-width: 100%; }
.sentence { padding: 6px 10px; background: var(--raised); border-left: 4px solid var(--accent); overflow-wrap: anywhere; }
.list { position: relative; flex: 1; min-height: 140px; overflow: auto; border: 1px solid var(--line); border-radius: 6px; }
.track { position: relative; min-width: max-content; }
.row { position: absolute; inset: 0 0 auto 0; display: flex; gap: 14px; height: 28px; padding: 4px 10px; white-space: pre; cursor: pointer; }
.row span:nth-child(1) { width: 13ch; flex: none; color: var(--faint); }
.row span:nth-child(2) { width: 8ch; flex: none; }
.row span:nth-child(3) { min-width: 27ch; flex: none; }
.row span:nth-child(4) { flex: none; }
.row:hover { background: var(--raised); }
.row[aria-selected='true'] { background: var(--accent-back); box-shadow: inset 4px 0 var(--accent); font-weight: 600; }
.lever-list { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 10px 24px; }
.lever-list li { display: flex; flex-direction: column; align-items: flex-start; gap: 2px; }
.levers pre { padding: 8px 10px; margin-bottom: 10px; overflow: auto; background: var(--raised); border-radius: 6px; }
${CHART_STYLE}
@media (prefers-reduced-motion: no-preference) { .arrow.last polyline { animation: run 1s linear 2; } }
@keyframes run { from { stroke-dashoffset: 24; } to { stroke-dashoffset: 0; } }
`
