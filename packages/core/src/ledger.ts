/** When each access key was first known to be inactive: access key id → ISO 8601 instant. */
export type LedgerEntries = Readonly<Record<string, string>>;
