import { eventName } from '../../recordings/xstate-events'
import type { RecordedEvent, Recording } from '../../timeline'
import { make, setAttributes, setText } from './make'
import { saveRecording } from './save-recording'
import { pathOf } from './state-path'
import type { Actions, Part, View } from './view'
import { createVirtualList } from './virtual-list'
import { clockTime } from './words'

/** The recording, event by event: to filter, to stop at, to walk through, to explain and to take away. */
export function createTimelinePart(actions: Actions): Part {
  let view: View | null = null
  /** Indexes of the events that pass the filter. */
  let passing: readonly number[] = []
  let passed: { readonly events: Recording['events']; readonly by: string } | null = null

  const machine = make(
    'select',
    { 'aria-label': 'Which machine' },
    make('option', { value: '' }, 'both machines'),
    make('option', { value: 'session' }, 'session'),
    make('option', { value: 'renewal' }, 'renewal'),
  )
  const search = make('input', { type: 'search', placeholder: 'Search events', 'aria-label': 'Search events' })
  const pause = make('button', { type: 'button', 'aria-pressed': 'false' }, 'Pause')
  const present = make('button', { type: 'button' }, 'Present')
  const explain = make('button', { type: 'button' }, 'Explain')
  const copy = make('button', { type: 'button' }, 'Copy')
  const download = make('button', { type: 'button' }, 'Download')
  const chooser = make('input', {
    type: 'file',
    accept: '.json,application/json',
    'aria-label': 'Open a recording',
    class: 'chooser',
  })
  const back = make('button', { type: 'button' }, 'Close the file')
  const sentence = make('p', { class: 'sentence' })
  const scrub = make('input', { type: 'range', min: 0, step: 1, 'aria-label': 'Moment of the recording' })
  const count = make('span', { class: 'note' })

  const list = createVirtualList({
    label: 'Events',
    fill(row, index) {
      const at = passing[index]
      const entry = at === undefined ? undefined : view?.recording.events[at]
      if (entry && view) fillRow(row, entry, view.recording.startedAt)
    },
    onSelect: (index) => actions.goTo(passing[index] ?? null),
  })
  const draw = () => {
    if (view) show(view)
  }
  machine.addEventListener('change', draw)
  search.addEventListener('input', draw)
  pause.addEventListener('click', () => actions.pause(!view?.isPaused))
  present.addEventListener('click', () => (view?.isPaused ? actions.pause(false) : actions.goTo(null)))
  explain.addEventListener('click', actions.explain)
  copy.addEventListener('click', () => {
    const text = JSON.stringify(view?.recording)
    const { clipboard } = navigator as Partial<Navigator>
    if (!clipboard) return actions.say('This page may not use the clipboard: download the recording.')
    clipboard.writeText(text).then(
      () => actions.say('The recording is in the clipboard.'),
      () => actions.say('The clipboard was refused: download the recording.'),
    )
  })
  download.addEventListener('click', () => view && saveRecording(view.recording))
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? []
    if (file) actions.open(file)
    chooser.value = ''
  })
  back.addEventListener('click', actions.closeFile)
  scrub.addEventListener('input', () => actions.goTo(Number(scrub.value)))

  const show = (next: View) => {
    view = next
    const { recording, position, file, isPaused } = next
    const by = `${machine.value} ${search.value.trim().toLowerCase()}`
    if (passed?.events !== recording.events || passed.by !== by) {
      passing = filtered(recording.events, machine.value, search.value.trim().toLowerCase())
      passed = { events: recording.events, by }
    }
    setAttributes(pause, { 'aria-pressed': String(isPaused), hidden: file !== null })
    setAttributes(present, { hidden: file !== null, disabled: position === null })
    setAttributes(explain, { hidden: position !== null })
    setAttributes(back, { hidden: file === null })
    setText(sentence, next.sentence ?? (position === null ? '' : 'The recording is being replayed …'))
    sentence.hidden = sentence.textContent === ''
    const { length } = recording.events
    setText(count, `${file === null ? '' : `${file}: `}${passing.length} of ${length} events`)
    setAttributes(scrub, { max: Math.max(length - 1, 0), disabled: length === 0 })
    const at = position ?? length - 1
    if (Number(scrub.value) !== at) scrub.value = String(at)
    const entry = recording.events[at]
    setAttributes(scrub, { 'aria-valuetext': entry ? `${eventName(entry.event.type)} of ${entry.machine}` : 'none' })
    list.show(passing.length, position === null ? -1 : placeOf(passing, position))
  }

  return {
    element: make(
      'div',
      { class: 'timeline part' },
      make('div', { class: 'bar' }, machine, search, pause, present, explain, copy, download, back),
      make('label', { class: 'open' }, 'Open a recording, or drop one here: ', chooser),
      sentence,
      make('div', { class: 'bar' }, scrub, count),
      list.element,
    ),
    show,
  }
}

function fillRow(row: HTMLElement, { at, machine, event, value }: RecordedEvent, startedAt: number): void {
  const texts = [clockTime(startedAt + at), machine, eventName(event.type), `→ ${pathOf(value)}`]
  while (row.children.length < texts.length) row.append(make('span'))
  for (const [index, text] of texts.entries()) setText(row.children[index] as Element, text)
  row.title = texts.join(' ')
}

function filtered(events: Recording['events'], machine: string, words: string): number[] {
  const passing: number[] = []
  for (const [index, entry] of events.entries()) {
    if (machine !== '' && entry.machine !== machine) continue
    if (words !== '' && !`${eventName(entry.event.type)} ${pathOf(entry.value)}`.toLowerCase().includes(words)) continue
    passing.push(index)
  }
  return passing
}

/** The row of that event, or of the last one before it that passes. */
function placeOf(passing: readonly number[], position: number): number {
  let low = 0
  let high = passing.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((passing[middle] ?? 0) <= position) low = middle + 1
    else high = middle
  }
  return low - 1
}
