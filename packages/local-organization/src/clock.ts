/** The organization's present: ages in descriptions, session expiry and report age are judged by it. */
export type Clock = () => Date;

/** A clock that starts at an instant and goes on in real time from there. */
export function clockStartingAt(start: Date): Clock {
  const offset = start.getTime() - Date.now();
  return () => new Date(Date.now() + offset);
}
