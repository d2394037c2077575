import axios from 'axios'
import type { Credentials } from '../../users'
import { tokens } from './tokens'

export async function logIn({ username, password }: Credentials): Promise<void> {
  const { data } = await axios.post('/api/token/', { username, password })
  tokens.write(data)
}
