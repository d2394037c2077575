import { show } from '../parts/root'
import { TabsPage } from './tabs-page'

show(<TabsPage />)
