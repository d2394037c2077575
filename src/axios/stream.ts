/** A stream, Node's or the web's, is read once. */
export const isStream = (data: unknown): boolean => ['pipe', 'getReader'].some((name) => name in Object(data))
