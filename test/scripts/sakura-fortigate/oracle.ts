// The rules SF1 and SF2 once more, by walking the days one at a time: slow, naive, and sharing nothing with the code
// under test. `Date` in UTC only, so that no time zone can enter.

const DAY_MS = 86_400_000;
const textOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10);
const dayOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / DAY_MS;
const dateOf = (day: number) => Number(textOf(day).slice(8));
const monthOf = (day: number) => textOf(day).slice(0, 7);
const lastOfMonth = (day: number) => {
  let last = day;
  while (monthOf(last + 1) === monthOf(day)) last += 1;
  return last;
};
const firstOfNextMonth = (day: number) => lastOfMonth(day) + 1;

export function naiveEndOfNoTerm(acceptedOn: string): string {
  const day = dayOf(acceptedOn);
  return textOf(lastOfMonth(dateOf(day) <= 20 ? day : firstOfNextMonth(day)));
}

/** The last day of a term, by walking month by month and then day by day. */
export function naiveTermEnd(startedOn: string, months: number): string {
  const start = dayOf(startedOn);
  let month = start;
  for (let n = 0; n < months; n += 1) month = firstOfNextMonth(month);
  // `month` is now in the month of the corresponding day; look for that day in it.
  const name = monthOf(month);
  while (monthOf(month - 1) === name) month -= 1;
  for (let day = month; monthOf(day) === name; day += 1) if (dateOf(day) === dateOf(start)) return textOf(day - 1);
  return textOf(lastOfMonth(month));
}

/** The end for an acceptance on that day, by looking at one term after the other. */
export function naiveEndOfTerm(
  acceptedOn: string,
  startedOn: string,
  termMonths: number,
  renewalMonths: number,
): string {
  for (let months = termMonths; ; months += renewalMonths) {
    const endOfT = lastOfMonth(dayOf(naiveTermEnd(startedOn, months)));
    // Walk back from T to the 20th of the month before it.
    let limit = endOfT;
    while (monthOf(limit) === monthOf(endOfT)) limit -= 1;
    while (dateOf(limit) !== 20) limit -= 1;
    // A term whose limit lies before the start of use can never be cancelled.
    if (limit >= dayOf(startedOn) && dayOf(acceptedOn) <= limit) return textOf(endOfT);
  }
}
