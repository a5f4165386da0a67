export { handler } from './handler.ts';
export { obey, type Revoker } from './obey.ts';
