/** The bundle of the centre's Lambda functions: one file, four handlers. */
export { gate } from './gate.ts';
export { inventory } from './inventory.ts';
export { summarise } from './summarise.ts';
export { sweep } from './sweep.ts';
