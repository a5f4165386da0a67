const ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

/** JSON in which no `<`, `>` or `&` is left, so that nothing in it can end the element it stands in. */
export function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (character) => ESCAPES[character] as string);
}
