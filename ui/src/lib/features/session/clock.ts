/** Times and dates in words, in the zone that the council counts in. */

const ZONE = 'Europe/London';

const shaped = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options });

const clock = shaped({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const day = shaped({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** "06:58". */
export const timeOf = (moment: Date): string => clock.format(moment);

/** "Tuesday 18 March 2025": the comma that some browsers write is left out. */
export const dayOf = (moment: Date): string => day.format(moment).replaceAll(',', '');
