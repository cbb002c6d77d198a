/** Every state that a finding can show, with its icon and its look. */
import { words } from '#lib/words/en.ts';
import type { IconName } from '../icon/icons.ts';

export type StateName = keyof typeof words.state;

type Look = 'plain' | 'neutral' | 'safe' | 'ask' | 'soon' | 'stop';

type Known = { icon: IconName; look: Look; text: string };

const drawn: Record<StateName, [IconName, Look]> = {
	draft: ['pencil', 'plain'],
	to_finish: ['list-todo', 'neutral'],
	answers_missing: ['list-todo', 'soon'],
	waiting_for_review: ['clipboard-check', 'neutral'],
	approved: ['stamp', 'safe'],
	question: ['message-circle-question-mark', 'ask'],
	two_versions: ['columns-2', 'soon'],
	waiting_for_a_check: ['hourglass', 'soon'],
	changed_since_approval: ['history', 'soon'],
	clock: ['clock', 'neutral'],
	clock_soon: ['clock-alert', 'soon'],
	clock_passed: ['clock-alert', 'stop'],
	clock_paused: ['hourglass', 'plain'],
	stuck: ['triangle-alert', 'stop'],
	recorded_by_mistake: ['strikethrough', 'plain'],
	place_wide: ['locate-off', 'soon'],
	estimate: ['gauge', 'soon'],
	photo_missing: ['image', 'soon'],
	same_as_another: ['copy', 'plain'],
	open: ['list-todo', 'plain'],
	waiting: ['hourglass', 'neutral'],
	closed: ['circle-check', 'safe'],
	duplicate: ['copy', 'soon'],
	danger: ['triangle-alert', 'stop'],
	printed: ['circle-alert', 'soon'],
	typed_in: ['pencil', 'plain'],
	counts: ['check', 'safe'],
	left_out: ['x', 'plain'],
	all_well: ['circle-check', 'safe'],
	nothing_arrived: ['triangle-alert', 'stop'],
	not_heard: ['clock-alert', 'stop'],
	clock_wrong: ['clock-alert', 'soon'],
	nearly_full: ['hard-drive', 'soon'],
	photos_waiting: ['image', 'soon'],
	withdrawn: ['x', 'plain'],
	restricted: ['lock', 'ask'],
	raised_again: ['repeat', 'soon'],
	priority: ['flag', 'ask'],
	resolved: ['circle-check', 'safe'],
	passed_on: ['send', 'neutral'],
	in_hand: ['clock', 'soon'],
	otherwise: ['x', 'plain'],
	asleep: ['bed', 'plain'],
	today: ['flag', 'soon'],
	this_week: ['calendar', 'neutral'],
	information: ['info', 'plain'],
	arrived_late: ['history', 'neutral'],
	taken: ['phone', 'ask'],
	more_often: ['chevron-up', 'soon'],
	as_often: ['minus', 'plain'],
	less_often: ['chevron-down', 'neutral'],
	rated_red: ['triangle-alert', 'stop'],
	rated_amber: ['circle-alert', 'soon'],
	rated_green: ['circle-check', 'safe']
};

export const states = Object.fromEntries(
	Object.entries(drawn).map(([name, [icon, look]]) => [name, { icon, look, text: words.state[name as StateName] }])
) as Record<StateName, Known>;

/** Whether Rust's name of a state is one that is drawn. */
export function isState(name: string): name is StateName {
	return Object.hasOwn(drawn, name);
}
