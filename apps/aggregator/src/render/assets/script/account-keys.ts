/** Puts a button into each row of an account that has keys: it shows them below the row, from the page's data. */
export const ACCOUNT_KEYS = `
  function keyLine([text, createdAt, usedAt, fateAt]) {
    const [user, last] = namesOf(text);
    const [, dates, fates] = data.pools;
    const [ending, verified, why, reason, standing] = fates[fateAt];
    const [, day, age] = dates[createdAt];
    const [, used, use] = dates[usedAt];
    const told = [
      'made ' + day + (age === '' ? '' : ', ' + age),
      'last used ' + used + (use === '' ? '' : ', ' + use),
      ...(why === '' ? [] : [why]),
      ...(reason === '' ? [] : [reason]),
      ...(verified === 'not looked' ? [] : ['second look: ' + verified]),
    ];
    return make('li', '', make('span', 'name', user), ' ', make('code', '', '****' + last), ' ', ...badges(ending, standing), ' ', make('span', 'small', told.join('; ')));
  }

  function keysRow(id, columns, count) {
    const keys = read().keysOf.get(id) ?? [];
    const cell = make('td', '', make('ul', 'keys-of', ...keys.map(keyLine)));
    cell.colSpan = columns;
    if (count > keys.length) cell.append(make('p', 'small', number(count - keys.length) + ' more of this account in keys.csv.'));
    return make('tr', 'below', cell);
  }

  function offerKeys(row) {
    const tally = row.querySelector('.tally');
    if (!tally || row.querySelector('.show')) return;
    const count = [...tally.querySelectorAll('b')].reduce((sum, { textContent }) => sum + Number(textContent.replaceAll(',', '')), 0);
    const button = make('button', 'show');
    button.type = 'button';
    const label = (open) => {
      button.textContent = open ? 'Hide keys' : 'Show keys';
      button.setAttribute('aria-label', button.textContent + ' of ' + row.querySelector('.name').textContent);
      button.setAttribute('aria-expanded', String(open));
    };
    label(false);
    let below = null;
    button.addEventListener('click', () => {
      if (below?.isConnected) below.remove();
      else row.after((below = keysRow(row.dataset.account, row.cells.length, count)));
      label(below.isConnected);
    });
    tally.after(button);
  }
`;
