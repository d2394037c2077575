/** As in firebase 12. */
export const initializeApp = (options: { apiKey?: string; authDomain?: string }) => ({ options })
