/**
 * Reads the page's data and makes rows of it, as the tables have them. Text goes in as text: nothing here makes markup.
 * `recordsOf(table)` gives all records, each with `kind`, `values` (what its columns sort by), `text` (what is searched,
 * in lower case) and `row()`.
 */
export const ROWS = `
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const number = (count) => count.toLocaleString('en-GB');
  const badge = ([, label, tone]) => make('span', 'badge ' + tone, label);

  function makeRow(data, cells) {
    const row = make('tr');
    Object.assign(row.dataset, data);
    cells.forEach(([className, ...children], place) => {
      const cell = make(place === 0 ? 'th' : 'td', className, make('div', '', ...children));
      if (place === 0) cell.scope = 'row';
      row.append(cell);
    });
    return row;
  }

  let data = null;
  const read = () => {
    if (data) return data;
    data = JSON.parse(document.getElementById('data').textContent);
    data.keysOf = new Map(data.keys.map(([place]) => [data.accounts[place][0], []]));
    for (const [place, ...keys] of data.keys) data.keysOf.get(data.accounts[place][0]).push(...keys);
    return data;
  };

  function tally(counts) {
    if (counts.length === 0) return make('span', 'muted', 'no keys');
    const list = make('ul', 'tally');
    for (let place = 0; place < counts.length; place += 2) {
      const label = data.head.endings[counts[place]][1].toLowerCase();
      list.append(make('li', '', make('b', '', number(counts[place + 1])), ' ' + label));
    }
    return list;
  }

  function accountRecord([id, name, unit, state, why, coverage, policy, by, users, counts, overdue, exemptions]) {
    const { head: { states }, pools: [texts] } = data;
    const row = () => makeRow({ account: id, state: states[state][0] }, [
      ['', make('span', 'name', name), ' ', make('span', 'id', id), ' ', make('span', 'small path', texts[unit])],
      ['', badge(states[state]), ' ', make('span', 'small why', texts[why])],
      ['', texts[coverage]],
      ['', ...(texts[policy] === '' ? [make('span', 'muted', 'none')] : [texts[policy], ' ', ...(texts[by] === '' ? [] : [make('span', 'small path', 'by ' + texts[by])])])],
      ['number', number(users)],
      ['', tally(counts)],
      ['number', make('span', overdue > 0 ? 'ink-bad' : '', number(overdue))],
      ['number', number(exemptions)],
    ]);
    return {
      kind: states[state][0],
      values: [name, states.length - state, texts[coverage], texts[policy], users, '', overdue, exemptions],
      text: [id, name, texts[unit], texts[why], texts[policy], states[state][1]].join('\\n').toLowerCase(),
      row,
    };
  }

  const dated = ([, day, more]) => [make('span', more === '' && !/\\d/.test(day) ? 'muted' : '', day), ' ', make('span', 'small', more)];

  /** A key's user, and the last four characters of its id. */
  const namesOf = (text) => [text.slice(0, -4), text.slice(-4)];

  /** What became of a key, and where it stands unless it is settled. */
  function badges(ending, standing) {
    const { endings, standings } = data.head;
    return [badge(endings[ending]), ...(standing === 0 ? [] : [' ', badge(standings[standing])])];
  }

  function keyRecord([id, name], [text, createdAt, usedAt, fateAt]) {
    const [user, last] = namesOf(text);
    const { head: { endings, standings }, pools: [, dates, fates] } = data;
    const [created, used, [ending, verified, why, reason, standing]] = [dates[createdAt], dates[usedAt], fates[fateAt]];
    const tone = verified === 'still seen' ? 'ink-bad' : verified === 'not looked' ? 'muted' : '';
    const row = () => makeRow({ account: id, ending: endings[ending][0] }, [
      ['', make('code', '', '****' + last)],
      ['', make('span', 'name', user)],
      ['', make('span', 'name', name + ' '), make('span', 'id', id)],
      ['', ...dated(created)],
      ['', ...dated(used)],
      ['', ...badges(ending, standing), ' ', make('span', 'small why', why), ' ', make('span', 'small why', reason)],
      ['', make('span', tone, verified)],
    ]);
    return {
      kind: endings[ending][0],
      values: ['', user, name, created[0], used[0], endings[ending][1], verified],
      text: ['****' + last, user, id, name, why, reason, endings[ending][1], standings[standing][1]].join('\\n').toLowerCase(),
      row,
    };
  }

  const records = {};
  const recordsOf = (table) => {
    const { accounts, keys } = read();
    records[table] ??= table === 'accounts-table'
      ? accounts.map(accountRecord)
      : keys.flatMap(([place, ...each]) => each.map((key) => keyRecord(accounts[place], key)));
    return records[table];
  };
`;
