/** An event that the default event bus of an account took. */
export interface BusEvent {
  readonly eventId: string;
  readonly accountId: string;
  readonly source: string;
  readonly detailType: string;
  /** Parsed. */
  readonly detail: unknown;
  readonly resources: readonly string[];
  readonly time: Date;
}
