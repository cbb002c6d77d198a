/**
 * Puts the chosen pictures of the last run into `docs/screens`, with few colours so that they stay small. The colours are
 * counted down by ImageMagick where it is installed; otherwise a picture is kept as it was taken.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SCREENS } from './page/look.ts';
import { UI } from './world/program.ts';

const TO = resolve(UI, '../docs/screens');
const MOST_BYTES = 120_000;

/** Every page once by day on an upright tablet, and where another look tells more, that one too. All four looks of every
    state are in `target/screens`; here they would be some 1,700 pictures. */
const CHOSEN = [
	'01-enrol',
	'01-enrol-errors',
	'02-lock',
	'02-lock-night-wide',
	'03-today',
	'03-today-empty',
	'03-today-wide',
	'04-patrol-start',
	'05-patrol',
	'05-patrol-night',
	'05-patrol-wide',
	'06-record',
	'07a-form-drug_litter',
	'07a-form-drug_litter-night',
	'07a-form-drug_litter-wide',
	'07b-form-abandoned_vehicle',
	'07b-form-abandoned_vehicle-errors',
	'07c-form-community_cleanup',
	'07d-form-pact_issue',
	'07e-form-pact_meeting-wide',
	'07f-form-pact_panel-wide',
	'07g-form-same-one',
	'08-finish',
	'08-finding-next',
	'08-step-errors',
	'08-finding-offer',
	'12-row-wrong',
	'09-patrol-end',
	'10-findings',
	'10-findings-search-wide',
	'12-finding',
	'12-finding-before-after',
	'13-finding-two-versions-wide',
	'14-arrived',
	'15-review',
	'15-review-wide',
	'15-review-night-wide',
	'16-review-patrol',
	'16-review-patrol-wide',
	'17-more',
	'17-more-wide',
	'19-checks',
	'20-tablets',
	'21-new-pin-by-phone',
	'21-photos-wait',
	'22-photo-not-here-yet',
	'22-photo-not-here-yet-wide',
	'22-unlock-code-wide',
	'23-photo-at-office',
	'24-first-aid',
	'25-finding-run-out',
	'25-findings-run-out-night-wide',
	'25-today-clocks',
	'26-pact-panels',
	'26-pact-panels-wide',
	'26-pact-sheet',
	'27-dvla-answer',
	'31-today-round',
	'31-form-round',
	'31-patrol-round',
	'31-patrol-standing-night-wide',
	'31-hotspots',
	'31-end-round',
	'32-rounds',
	'40-tasks',
	'40-today-task',
	'41-case',
	'41-cases',
	'34-order-areas',
	'34-form-inside',
	'33-lock-due',
	'33-check-in-missed',
	'33-leader-missed-wide',
	'12-finding-asked',
	'12-mistake',
	'25-review-clocks-wide',
	'27-directory',
	'42-answer',
	'42-answer-sent',
	'43-published',
	'43-published-list',
	'43-published-wide',
	'45-wardens',
	'45-wardens-wide',
	'46-data-page',
	'41-figure',
	'41-figure-wide',
	'41-figures',
	'41-figures-night-wide',
	'41-figures-pack-wide',
	'43-call',
	'43-call-wide',
	'43-call-sheet',
	'44-repeats',
	'44-typed',
	'44-repeats-wide',
	'71-place-choose',
	'73-finding-referral',
	'73-referrals'
];

/** One picture, with no more colours than fit. */
function put(name: string): void {
	const [from, to] = [join(SCREENS, `${name}.png`), join(TO, `${name}.png`)];
	try {
		for (const colours of ['128', '48']) {
			execFileSync('convert', [from, '-strip', '-dither', 'None', '-colors', colours, `png8:${to}`]);
			if (statSync(to).size <= MOST_BYTES) return;
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		copyFileSync(from, to);
	}
}

mkdirSync(TO, { recursive: true });
CHOSEN.forEach(put);
for (const name of readdirSync(TO)) if (!CHOSEN.includes(name.replace(/\.png$/, ''))) rmSync(join(TO, name));
console.log(`${CHOSEN.length} pictures in docs/screens`);
