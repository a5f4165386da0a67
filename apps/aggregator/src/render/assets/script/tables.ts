/**
 * Tables that sort and filter. Before anybody asks, a table has the rows that the page came with; whoever searches or
 * chooses sees rows made of the page's data. The data is read when it is first asked for, and few rows are made at a time.
 */
export const TABLES = `
  const STEP = 100;
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const compare = (numeric) => (left, right) => (numeric ? Number(left) - Number(right) : collator.compare(left, right));
  const valueOf = (row, column) => row.cells[column].dataset.value ?? '';

  /** Sorts a list by a heading; \`pick\` gives the value of a row or record. Null is as listed. */
  function sorted(list, order, pick) {
    if (!order) return list;
    const by = compare(order.head.dataset.sorts === 'number');
    return list
      .map((each) => [pick(each, order.column), each])
      .sort((left, right) => by(left[0], right[0]) * order.direction)
      .map(([, each]) => each);
  }

  function makeSortable(table, onSort) {
    const heads = [...table.tHead.rows[0].cells];
    const mark = (order) => {
      for (const each of heads) each.removeAttribute('aria-sort');
      if (order) order.head.setAttribute('aria-sort', order.direction > 0 ? 'ascending' : 'descending');
      onSort(order);
    };
    for (const [column, head] of heads.entries()) {
      if (!head.dataset.sorts) continue;
      const button = make('button', '', head.textContent);
      button.type = 'button';
      head.replaceChildren(button);
      button.addEventListener('click', () => mark({ head, column, direction: head.getAttribute('aria-sort') === 'ascending' ? -1 : 1 }));
    }
    return (name) => {
      const column = heads.findIndex((each) => each.textContent === name);
      mark(column < 0 ? null : { head: heads[column], column, direction: 1 });
    };
  }

  /** Shows the first rows of what \`rowsNow\` gives, and a button for more; on paper, where nobody can press it, all that came with the page. */
  function showPages(table, rowsNow, onDraw) {
    const more = make('button', 'more');
    more.type = 'button';
    table.after(more);
    let most = STEP;
    function draw() {
      const { rows, asked } = rowsNow();
      const shown = rows.slice(0, most).map((each) => (asked ? each.row() : each));
      table.tBodies[0].replaceChildren(...shown);
      const left = rows.length - shown.length;
      more.hidden = left === 0;
      more.textContent = 'Show ' + number(Math.min(left, STEP)) + ' more of ' + number(left);
      onDraw(shown, rows.length, asked);
    }
    const drawAt = (rows) => { most = rows; draw(); };
    more.addEventListener('click', () => drawAt(most + STEP));
    matchMedia('print').addEventListener('change', ({ matches }) => { if (!rowsNow().asked) drawAt(matches ? Infinity : STEP); });
    draw();
    return { draw, restart: () => drawAt(STEP) };
  }

  function makePlain(table) {
    const listed = [...table.tBodies[0].rows];
    let order = null;
    const pages = showPages(table, () => ({ rows: sorted(listed, order, valueOf), asked: false }), () => {});
    makeSortable(table, (next) => { order = next; pages.draw(); });
  }

  function makeView(toolbar) {
    const table = document.getElementById(toolbar.dataset.filters);
    const listed = [...table.tBodies[0].rows];
    const [search, choice, sort, output] = ['input', '[data-choice]', '[data-sort]', 'output'].map((each) => toolbar.querySelector(each));
    const { total, embedded, file } = toolbar.dataset;
    let order = null;

    function found() {
      const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
      if (words.length === 0 && choice.value === '') return { rows: sorted(listed, order, valueOf), asked: false };
      const any = choice.value === '' || choice.value === '*';
      const records = recordsOf(table.id).filter(({ kind, text }) => (any || kind === choice.value) && words.every((word) => text.includes(word)));
      return { rows: sorted(records, order, ({ values }, column) => values[column]), asked: true };
    }

    function tell(shown, count, asked) {
      if (table.id === 'accounts-table') shown.forEach(offerKeys);
      const missing = Number(total) - Number(embedded);
      const rest = missing === 0 ? '' : '; ' + number(missing) + ' are only in ' + file;
      output.textContent = asked ? number(count) + ' of ' + number(Number(total)) + ' ' + output.dataset.noun + rest : '';
    }

    const pages = showPages(table, found, tell);
    const sortBy = makeSortable(table, (next) => { order = next; pages.draw(); });
    search.addEventListener('input', pages.restart);
    choice.addEventListener('input', pages.restart);
    sort.addEventListener('input', () => sortBy(sort.value));
    toolbar.hidden = false;
  }
`;
