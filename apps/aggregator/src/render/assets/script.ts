/**
 * Sorts and filters the tables of the page, nothing else: without it the page is complete. A constant, so that the page's
 * policy can name it by its hash. It moves and hides rows that are there and never makes markup out of text.
 */
export const SCRIPT = `'use strict';
(() => {
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const valueOf = (row, column) => row.cells[column].dataset.value ?? '';
  const compare = (numeric) => (left, right) => (numeric ? Number(left) - Number(right) : collator.compare(left, right));

  function sortBy(table, head, direction) {
    const heads = [...table.tHead.rows[0].cells];
    const column = heads.indexOf(head);
    const by = compare(head.dataset.sorts === 'number');
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [valueOf(row, column), row]);
    rows.sort((left, right) => by(left[0], right[0]) * direction);
    body.append(...rows.map(([, row]) => row));
    for (const each of heads) each.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
  }

  function makeSortable(table) {
    for (const head of table.tHead.rows[0].cells) {
      if (!head.dataset.sorts) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => sortBy(table, head, head.getAttribute('aria-sort') === 'ascending' ? -1 : 1));
    }
  }

  function makeFilter(toolbar) {
    const table = document.getElementById(toolbar.dataset.filters);
    const search = toolbar.querySelector('input');
    const choice = toolbar.querySelector('[data-choice]');
    const order = toolbar.querySelector('[data-sort]');
    const output = toolbar.querySelector('output');
    const rows = [...table.tBodies[0].rows];
    const listed = rows.slice();
    const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    const apply = () => {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const chosen = choice.value === '' || row.dataset[toolbar.dataset.attribute] === choice.value;
        row.hidden = !(chosen && words.every((word) => texts.get(row).includes(word)));
        if (!row.hidden) shown += 1;
      }
      const number = (count) => count.toLocaleString('en-GB');
      output.textContent = shown === rows.length ? '' : number(shown) + ' of ' + number(rows.length) + ' ' + output.dataset.noun;
    };
    search.addEventListener('input', apply);
    choice.addEventListener('input', apply);
    order.addEventListener('input', () => {
      const head = [...table.tHead.rows[0].cells].find((each) => each.textContent === order.value);
      if (head) sortBy(table, head, 1);
      else table.tBodies[0].append(...listed);
    });
    toolbar.hidden = false;
  }

  for (const table of document.querySelectorAll('table')) makeSortable(table);
  for (const toolbar of document.querySelectorAll('[data-filters]')) makeFilter(toolbar);
})();
`;
