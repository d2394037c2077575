import { show } from '../parts/root'
import { ByHandApp } from './by-hand-app'

show(
  <main>
    <h1 className="unseen">The app by hand</h1>
    <h2>Reports</h2>
    <ByHandApp />
  </main>,
)
