/** A tablet that nobody touches is locked, and Rust hears of one that somebody does. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { whenIdle } from './idle.ts';

const MINUTE = 60_000;
const page = new EventTarget();

beforeEach(() => {
	mock.timers.enable({ apis: ['setInterval', 'Date'], now: 1_742_281_920_000 });
	Object.assign(globalThis, {
		document: new EventTarget(),
		addEventListener: page.addEventListener.bind(page),
		removeEventListener: page.removeEventListener.bind(page)
	});
});
afterEach(() => mock.timers.reset());

test('that nobody is there is told once the minutes have passed, and a touch begins them anew', () => {
	const idle = mock.fn();
	const stop = whenIdle(
		() => 5,
		idle,
		() => undefined
	);
	mock.timers.tick(4 * MINUTE);
	page.dispatchEvent(new Event('keydown'));
	mock.timers.tick(4 * MINUTE);
	assert.equal(idle.mock.callCount(), 0);
	mock.timers.tick(MINUTE);
	assert.equal(idle.mock.callCount(), 1);
	stop();
	mock.timers.tick(60 * MINUTE);
	assert.equal(idle.mock.callCount(), 1);
});

test('that somebody is there is told, but not at each touch, and never without one', () => {
	const inUse = mock.fn();
	const stop = whenIdle(
		() => 60,
		() => undefined,
		inUse
	);
	mock.timers.tick(10 * MINUTE);
	assert.equal(inUse.mock.callCount(), 0);
	for (let touch = 0; touch < 60; touch++) {
		page.dispatchEvent(new Event('pointerdown'));
		mock.timers.tick(1_000);
	}
	assert.equal(inUse.mock.callCount(), 2);
	stop();
});
