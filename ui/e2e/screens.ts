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

/** Every page, in all four looks: upright and lying, by day and by night. */
const PAGES = [
	'01-enrol',
	'02-lock',
	'03-today',
	'04-patrol-start',
	'05-patrol',
	'06-record',
	'07a-form-drug_litter',
	'09-patrol-end',
	'10-findings',
	'12-finding',
	'14-arrived',
	'15-review',
	'16-review-patrol',
	'17-more',
	'19-checks',
	'20-tablets',
	'24-first-aid',
	'26-pact-panels',
	'26-pact-sheet',
	'27-directory',
	'31-hotspots',
	'32-rounds',
	'34-order-areas',
	'40-tasks',
	'41-cases',
	'42-answer',
	'42-answer-sent',
	'43-call',
	'43-call-sheet',
	'41-figures',
	'41-figure',
	'46-data-page',
	'43-published-list',
	'43-published',
	'44-typed',
	'45-wardens',
	'44-repeats',
	'62-restricted-figures',
	'73-referrals'
];
const LOOKS = ['', '-wide', '-night', '-night-wide'];

/** States of them that tell more. All looks of every state are in `target/screens`; here they would be some 1,700 pictures. */
const STATES = [
	'01-enrol-errors',
	'02-updating',
	'03-today-empty',
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
	'10-findings-search-wide',
	'12-finding-before-after',
	'13-finding-two-versions-wide',
	'21-new-pin-by-phone',
	'21-photos-wait',
	'22-photo-not-here-yet',
	'22-photo-not-here-yet-wide',
	'22-unlock-code-wide',
	'23-photo-at-office',
	'25-finding-run-out',
	'25-findings-run-out-night-wide',
	'25-today-clocks',
	'27-dvla-answer',
	'31-today-round',
	'31-form-round',
	'31-patrol-round',
	'31-patrol-standing-night-wide',
	'31-end-round',
	'40-today-task',
	'41-case',
	'34-form-inside',
	'33-lock-due',
	'33-check-in-missed',
	'33-leader-missed-wide',
	'12-finding-asked',
	'12-mistake',
	'25-review-clocks-wide',
	'41-figures-pack-wide',
	'71-place-choose',
	'73-finding-referral'
];

const CHOSEN = [...PAGES.flatMap((page) => LOOKS.map((look) => page + look)), ...STATES];

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
