import { ACCOUNT_COLUMNS } from './accounts.tsx';
import { exemptionColumns } from './exemptions.tsx';
import { keyColumns } from './keys.tsx';
import { KEPT_COLUMNS } from './live-keys.tsx';
import { RUN_COLUMNS } from './runs.tsx';
import { labelRules } from './table.tsx';
import { unitColumns } from './units.tsx';

/** What each cell is called on a narrow screen, as style. The same for every summary. */
export const CELL_LABELS = `@media screen and (max-width: 60rem) {
${labelRules('accounts-table', ACCOUNT_COLUMNS)}${labelRules('units-table', unitColumns(new Map()))}\
${labelRules('keys-table', keyColumns(new Map(), ''))}${labelRules('exemptions-table', exemptionColumns(new Map(), ''))}\
${labelRules('runs-table', RUN_COLUMNS)}${labelRules('kept-table', KEPT_COLUMNS)}}`;
