/** Of a path at that server, or of what is an address by itself. */
export const addressOf = (path: string, baseUrl: string): string => (URL.canParse(path) ? path : baseUrl + path)
