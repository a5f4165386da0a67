import type { OrganizationPlan } from '@keysweep/core';

/** What a plan does not know for lack of sight of the centre, and whether its switch is off. */
export function blindNotes(centre: OrganizationPlan['centre']): string[] {
  if (centre.state === 'not-deployed') return [];
  if (centre.state === 'unread')
    return [
      `The centre could not be seen: ${centre.why}.`,
      'So it is not known which accounts have an agent, for how many days a key has been inactive, and what the gate would say of the last runs.',
    ];
  if (centre.switch.state === 'unknown') return ['The switch could not be read: while that is so, no sweep revokes.'];
  if (centre.switch.state === 'enabled') return [];
  return [`Sweeps are PAUSED by ${centre.switch.by}: ${centre.switch.reason}. Until that ends, none of this is done.`];
}
