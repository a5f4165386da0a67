import type { ProxiedAnswer } from './paging-proxy.ts';

/** A request for a page of a list. */
export interface ListRequest {
  readonly key: string;
  readonly isFirstPage: boolean;
}

/**
 * The lists as moto last sent them whole. A first page asks moto; the pages after it are cut from the same answer, so a
 * list of 250 pages is not made 250 times.
 */
export class WholeLists {
  readonly #answers = new Map<string, ProxiedAnswer>();

  async whole({ key, isFirstPage }: ListRequest, askMoto: () => Promise<ProxiedAnswer>): Promise<ProxiedAnswer> {
    const kept = isFirstPage ? undefined : this.#answers.get(key);
    const answer = kept ?? (await askMoto());
    this.#answers.set(key, answer);
    return answer;
  }
}
