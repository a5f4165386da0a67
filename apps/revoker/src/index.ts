export { handler } from './handler.ts';
export { obey, type Revoker } from './obey.ts';
export type { OwnAccount, OwnRun } from './own-account.ts';
export { readStandaloneEnvironment } from './standalone-environment.ts';
export { ownRunOf, planOwnAccount, sweepOwnAccount } from './sweep-own-account.ts';
