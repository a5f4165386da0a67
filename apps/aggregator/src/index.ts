export type { Centre } from './centre.ts';
export { connectCentre, type CentreResources } from './connect-centre.ts';
export { runSweep, type EndedRun, type Progress, type SweepInput } from './run-sweep.ts';
export { summariseOrganization } from './summarise-organization.ts';
export type { HashedConfig } from './inventory.ts';
export { renderAccountsCsv, renderHtml, renderJson, renderKeysCsv } from './render/index.ts';
