import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { OrganizationClock } from './clock.ts';
import { acme, clientConfig } from './testing/acme.ts';
import { central, START } from './testing/central.ts';

const HOUR = 3_600_000;
const at = (text: string) => new Date(text);

describe('a clock', () => {
  it('runs on with its source, and goes on from where it was moved to', () => {
    let real = at('2026-01-01T00:00:00Z').getTime();
    const clock = new OrganizationClock(() => new Date(real));
    real += HOUR;
    expect(clock.now()).toEqual(at('2026-01-01T01:00:00Z'));
    clock.moveTo(at('2026-06-01T00:00:00Z'));
    real += HOUR;
    expect(clock.now()).toEqual(at('2026-06-01T01:00:00Z'));
  });

  it('stands until it is moved or let go', () => {
    let real = at('2026-01-01T00:00:00Z').getTime();
    const clock = new OrganizationClock(() => new Date(real), true);
    real += HOUR;
    expect(clock.now()).toEqual(at('2026-01-01T00:00:00Z'));
    clock.moveTo(at('2026-02-01T00:00:00Z'));
    clock.run();
    real += HOUR;
    expect(clock.now()).toEqual(at('2026-02-01T01:00:00Z'));
  });

  it('never goes back, however it is stopped, moved and let go', () => {
    let real = 0;
    const clock = new OrganizationClock(() => new Date(real));
    const steps = [
      () => clock.stand(),
      () => (real += 7),
      () => clock.moveTo(new Date(clock.now().getTime() + 3)),
      () => clock.run(),
      () => clock.run(),
      () => clock.moveTo(clock.now()),
      () => clock.stand(),
    ];
    for (let round = 0; round < 50; round += 1) {
      const before = clock.now().getTime();
      steps[(round * 3) % steps.length]?.();
      expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
      expect(() => clock.moveTo(new Date(before - 1))).toThrow('the clock cannot go to');
    }
  });
});

describe('the clock of an organization', () => {
  it('runs in real time unless it is told to stand', async () => {
    const running = acme();
    expect(running.now().getTime()).toBeGreaterThanOrEqual(START.getTime());
    await running.advanceBy(HOUR);
    expect(running.now().getTime() - START.getTime()).toBeGreaterThanOrEqual(HOUR);
    expect(running.now().getTime() - START.getTime()).toBeLessThan(2 * HOUR);
    const standing = acme({ clock: 'stands' });
    const instant = standing.now();
    await new Promise((done) => setTimeout(done, 5));
    expect(standing.now()).toEqual(instant);
  });

  it('is moved forwards alone, one move after the other', async () => {
    const organization = central();
    await expect(organization.advanceTo(at('2026-11-20T23:54:59Z'))).rejects.toMatchObject({ code: 'clock-backwards' });
    await expect(organization.advanceTo(new Date(Number.NaN))).rejects.toMatchObject({ code: 'clock-backwards' });
    await Promise.all([organization.advanceBy(HOUR), organization.advanceBy(HOUR)]);
    expect(organization.now()).toEqual(at('2026-11-21T01:55:00Z'));
  });

  it('is what sessions expire by', async () => {
    const organization = central();
    const sts = new STSClient(clientConfig(organization, organization.credentials()));
    await organization.advanceBy(12 * HOUR - 1);
    await sts.send(new GetCallerIdentityCommand({}));
    await organization.advanceBy(1);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });
});
