// The directions of DESIGN: core ← aws ← apps; stacksets takes names from core and bundles as files; nobody imports test.
const outside = (room, allowed, why) => ({
  name: `${room.replaceAll('/', '-')}-imports`,
  comment: why,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: '\\.test\\.tsx?$|/testing/' },
  to: { path: '^(packages|apps|stacksets|test)/', pathNot: [`^${room}/`, ...allowed.map((each) => `^${each}/`)] },
});

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-orphans-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-undeclared-dependencies',
      comment: 'a package uses only what its own manifest names',
      severity: 'error',
      from: { path: '^(packages|apps|stacksets)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    outside('packages/core', [], 'core knows nobody'),
    outside('packages/aws', ['packages/core'], 'the adapters know the ports'),
    outside('packages/local-organization', [], 'the local organization stands for AWS and knows nothing of keysweep'),
    outside('apps/revoker', ['packages/core', 'packages/aws'], 'the agent knows the rules and IAM'),
    outside('apps/aggregator', ['packages/core', 'packages/aws'], 'the centre asks agents, it does not import them'),
    outside(
      'stacksets',
      ['packages/core', 'apps/revoker/dist'],
      'templates take names from core and built bundles as files',
    ),
    {
      name: 'sdk-in-one-package',
      comment: 'clients are constructed in packages/aws; the local organization reads their operation shapes',
      severity: 'error',
      from: { path: '^(packages/core|apps|stacksets)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '@aws-sdk/|@smithy/' },
    },
    {
      name: 'only-people-reactivate',
      comment: 'what gives a key back is for the command line alone: no agent and no centre may hold it',
      severity: 'error',
      from: {
        path: '^(packages|apps|stacksets)/',
        pathNot: '^(apps/cli/src|packages/aws/src/restore|packages/aws/test)/',
      },
      to: { path: '^packages/aws/src/restore/' },
    },
    {
      name: 'core-is-pure',
      comment: 'decisions need no machine',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'permissions-are-data',
      comment: 'statements are read where nothing is synthesized: by tests that put roles into a local organization',
      severity: 'error',
      from: { path: '^stacksets/src/[a-z-]*permissions\\.ts$' },
      to: { path: 'aws-cdk-lib', reachable: true },
    },
    { name: 'nobody-imports-test', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/|cdk\\.out' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
};
