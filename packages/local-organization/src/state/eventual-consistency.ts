import type { IamUser, StoredAccessKey } from './iam-entities.ts';

interface FormerKeys {
  readonly keys: readonly StoredAccessKey[];
  readonly writtenAt: number;
}

/**
 * Lets `iam:ListAccessKeys` see the keys of a user as they were before a write, for a while after it (real time). Off
 * until `set`. https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html
 */
export class EventualConsistency {
  readonly #former = new WeakMap<IamUser, FormerKeys>();
  #staleMilliseconds = 0;

  /** How long reads may lag behind a write; 0 switches it off. */
  set(staleMilliseconds: number): void {
    this.#staleMilliseconds = staleMilliseconds;
  }

  /** To be called before the keys of a user change over the wire. */
  beforeWrite(user: IamUser): void {
    if (this.#staleMilliseconds === 0) return;
    const keys = user.accessKeys.items.map((key) => ({ ...key }));
    this.#former.set(user, { keys, writtenAt: performance.now() });
  }

  /** The keys a reader sees now. */
  visibleKeys(user: IamUser): readonly StoredAccessKey[] {
    const former = this.#staleMilliseconds === 0 ? undefined : this.#former.get(user);
    if (former === undefined || performance.now() - former.writtenAt > this.#staleMilliseconds)
      return user.accessKeys.items;
    return former.keys;
  }
}
