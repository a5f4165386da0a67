/** What only a person does, by the command line: it gives back what a sweep has taken. */
export { reactivateAccessKey } from './reactivate-access-key.ts';
