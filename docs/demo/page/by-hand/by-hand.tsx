import { show } from '../parts/root'
import { ByHandApp } from './by-hand-app'

show(
  <main>
    <h2>Reports</h2>
    <ByHandApp />
  </main>,
)
