import type { OrganizationDescription } from '@keysweep/local-organization';

/** The people of an account: developers, each with a password and a key of two days to two and a half years. */
export function developers(users: number) {
  return {
    groups: ['Developers'],
    generate: {
      users,
      prefix: 'dev',
      groups: ['Developers'],
      keys: users,
      keyAge: { from: '2d', to: '900d' },
      password: true,
    },
  } satisfies Partial<OrganizationDescription['accounts'][number]>;
}
