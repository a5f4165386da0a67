import { ACCOUNT_KEYS } from './account-keys.ts';
import { ROWS } from './rows.ts';
import { TABLES } from './tables.ts';

/**
 * The script of the page: it sorts, filters and shows more. Without it the page has all that a person must act on. A
 * constant, so that the page's policy can name it by its hash.
 */
export const SCRIPT = `'use strict';
(() => {${ROWS}${ACCOUNT_KEYS}${TABLES}
  document.documentElement.classList.add('scripts');
  const toolbars = [...document.querySelectorAll('[data-filters]')];
  const filtered = toolbars.map(({ dataset }) => dataset.filters);
  for (const table of document.querySelectorAll('table')) if (!filtered.includes(table.id)) makePlain(table);
  toolbars.forEach(makeView);
})();
`;
