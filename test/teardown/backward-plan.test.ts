// Backward planning on small plans: waits of both kinds, limits of their own, what is done, what is too late.
import { describe, expect, it } from 'vitest';
import { DEFAULT_CLOSURES } from '../../src/calendar/business-days.ts';
import { planBackward, type PlannedWork } from '../../src/teardown/backward-plan.ts';

const calendar = { todayOn: '2026-11-24', closures: DEFAULT_CLOSURES };
/** An address is changed, watched for 72 hours, and given back by a form. */
const form: PlannedWork = {
  step: 'form',
  after: ['verify'],
  by: { latestOn: '2026-12-31', recommendedOn: '2026-12-21' },
};
const plan: readonly PlannedWork[] = [
  { step: 'order', after: [], wait: { businessDays: 6 } },
  { step: 'lower-ttl', after: [], wait: { days: 2 } },
  { step: 'switch', after: ['order', 'lower-ttl'], wait: { days: 3 } },
  { step: 'verify', after: ['switch'], wait: { businessDays: 1 } },
  form,
];
const days = (works: readonly PlannedWork[], today = calendar) =>
  Object.fromEntries(
    planBackward(works, today).map((one) => [one.step, [one.earliestOn, one.recommendedOn, one.latestOn]]),
  );

describe('a plan', () => {
  it('is counted back over closures, week-ends and holidays', () => {
    expect(days(plan)).toEqual({
      form: ['2026-12-08', '2026-12-21', '2026-12-28'],
      verify: ['2026-12-07', '2026-12-18', '2026-12-25'],
      switch: ['2026-12-02', '2026-12-15', '2026-12-22'],
      // The 20th is a Sunday.
      'lower-ttl': ['2026-11-24', '2026-12-11', '2026-12-18'],
      order: ['2026-11-24', '2026-12-07', '2026-12-14'],
    });
  });

  it('counts on from what is done', () => {
    const works = plan.map((one) => (one.step === 'switch' ? { ...one, doneOn: '2026-12-01' } : one));
    const left = days(works.filter(({ step }) => step !== 'order' && step !== 'lower-ttl').map(freed));
    expect(left).toEqual({
      verify: ['2026-12-04', '2026-12-18', '2026-12-25'],
      form: ['2026-12-07', '2026-12-21', '2026-12-28'],
    });
  });

  it('shows by its slack what can no longer be reached, and recommends no day before the first possible one', () => {
    const late = planBackward(plan, { ...calendar, todayOn: '2026-12-16' });
    expect(late.find(({ step }) => step === 'order')).toMatchObject({ earliestOn: '2026-12-16', slackDays: -2 });
    expect(late.find(({ step }) => step === 'lower-ttl')).toMatchObject({
      earliestOn: '2026-12-16',
      recommendedOn: '2026-12-16',
      slackDays: 2,
    });
  });

  it('keeps a limit of its own, and a day before which nothing may happen', () => {
    const works: PlannedWork[] = [
      { step: 'one', after: [], by: { latestOn: '2026-11-27', recommendedOn: '2026-11-25' } },
      {
        step: 'two',
        after: ['one'],
        fromOn: '2026-12-05',
        by: { latestOn: '2026-12-31', recommendedOn: '2026-12-25' },
      },
    ];
    expect(days(works)).toEqual({
      one: ['2026-11-24', '2026-11-25', '2026-11-27'],
      two: ['2026-12-07', '2026-12-25', '2026-12-28'],
    });
  });

  it('is provisional where it is counted over a day that the almanac has not named yet', () => {
    const works = (latestOn: string, recommendedOn: string): PlannedWork[] => [
      { step: 'before', after: [], wait: { businessDays: 3 } },
      { step: 'last', after: ['before'], by: { latestOn, recommendedOn } },
    ];
    const provisional = (latestOn: string, recommendedOn: string) =>
      planBackward(works(latestOn, recommendedOn), calendar).map((one) => one.provisional);
    expect(provisional('2028-03-31', '2028-03-23')).toEqual([true, false]);
    expect(provisional('2028-03-24', '2028-03-17')).toEqual([true, true]);
    expect(provisional('2027-03-24', '2027-03-17')).toEqual([false, false]);
  });

  it.each<[string, PlannedWork[]]>([
    ['no limit', [{ step: 'one', after: [] }]],
    ['an unknown step', [{ ...form, after: ['nothing'] }]],
    ['a step that comes later', [{ step: 'one', after: ['form'] }, form]],
    [
      'a step twice',
      [
        { ...form, after: [] },
        { ...form, after: [] },
      ],
    ],
  ])('is refused with %s', (_, works) => {
    expect(() => planBackward(works, calendar)).toThrowError(expect.objectContaining({ kind: 'bug' }));
  });
});

function freed(work: PlannedWork): PlannedWork {
  return work.step === 'switch' ? { ...work, after: [] } : work;
}
