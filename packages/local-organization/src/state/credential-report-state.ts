/** The one credential report of an account, from its first request on. */
export type CredentialReportState =
  | { readonly state: 'none' }
  | { readonly state: 'in-progress'; readonly startedAt: Date; readonly content: string }
  | { readonly state: 'complete'; readonly generatedAt: Date; readonly content: string };
