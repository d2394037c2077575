import type { KeptReport } from '../../report'

interface ReportListProps {
  /** `null` while they are not known. */
  readonly reports: readonly KeptReport[] | null
  readonly trouble: string
  readonly onRetry: () => void
}

/** What was saved so far, the same in either app. */
export function ReportList({ reports, trouble, onRetry }: ReportListProps) {
  return (
    <section className="reports">
      <h3>Saved reports</h3>
      {trouble !== '' && (
        <p role="alert">
          {trouble}{' '}
          <button type="button" onClick={onRetry}>
            Read them again
          </button>
        </p>
      )}
      {reports?.length === 0 && <p className="faint">None yet.</p>}
      <ul>
        {reports?.map(({ id, title, kind, place, urgent }) => (
          <li key={id}>
            <strong>{title}</strong>{' '}
            <span className="faint">{[kind, place, urgent && 'urgent'].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
