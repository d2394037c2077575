import type { ChangeEvent } from 'react'
import type { Report } from '../../report'

interface ReportFieldsProps {
  readonly report: Report
  readonly onChange: (report: Report) => void
}

const KINDS = ['Fault', 'Question', 'Idea']

/** The fields of the long form, the same in either app. */
export function ReportFields({ report, onChange }: ReportFieldsProps) {
  const write =
    (name: keyof Report) =>
    ({ target }: ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>) =>
      onChange({ ...report, [name]: target.value })
  return (
    <>
      <label className="long">
        Title <input name="title" autoComplete="off" required value={report.title} onChange={write('title')} />
      </label>
      <label>
        Kind
        <select name="kind" value={report.kind} onChange={write('kind')}>
          {KINDS.map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </label>
      <label>
        Day <input name="day" type="date" value={report.day} onChange={write('day')} />
      </label>
      <label className="long">
        Place <input name="place" autoComplete="off" value={report.place} onChange={write('place')} />
      </label>
      <label className="long">
        What happened <textarea name="text" rows={4} value={report.text} onChange={write('text')} />
      </label>
      <label className="tick">
        <input
          name="urgent"
          type="checkbox"
          checked={report.urgent}
          onChange={({ target }) => onChange({ ...report, urgent: target.checked })}
        />
        it is urgent
      </label>
    </>
  )
}
