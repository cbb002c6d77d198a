/** The better of two receivers, for at most ten seconds; nothing is told after that. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import type { DeviceReading } from '#lib/backend/generated/contract.ts';
import { listen } from './listening.ts';

type Sight = { coords: { longitude: number; latitude: number; accuracy: number } };

/** Two receivers that speak when the test says so. */
function sky() {
	const readings: number[] = [];
	const ends: string[] = [];
	let answer: { good: (reading: DeviceReading) => void; bad: () => void } | undefined;
	let sees: ((sight: Sight) => void) | undefined;
	let fails: ((error: { code: number; TIMEOUT: number }) => void) | undefined;
	let cleared = 0;
	const webView = {
		watchPosition: (seen: unknown, failed: unknown) => {
			sees = seen as typeof sees;
			fails = failed as typeof fails;
			return 7;
		},
		clearWatch: () => (cleared += 1)
	} as unknown as Geolocation;
	const receiver = () => new Promise<DeviceReading>((good, bad) => (answer = { good, bad: () => bad(new Error('none')) }));
	const hooks = { reading: (one: DeviceReading) => readings.push(one.accuracy_m), over: (outcome: string) => ends.push(outcome) };
	return {
		readings,
		ends,
		begin: (both = true) => listen({ receiver, webView: both ? webView : undefined }, hooks),
		receives: (metres: number) => answer?.good({ lon: 0.5, lat: 51.4, accuracy_m: metres }),
		hasNone: () => answer?.bad(),
		sees: (metres: number) => sees?.({ coords: { longitude: 0.5, latitude: 51.4, accuracy: metres } }),
		fails: (code: number) => fails?.({ code, TIMEOUT: 3 }),
		cleared: () => cleared
	};
}

const settled = () => new Promise<void>((done) => setImmediate(done));

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

test('each better reading is told, a worse one is not, and a good one ends it', async () => {
	const at = sky();
	at.begin();
	at.sees(60);
	at.receives(85);
	await settled();
	at.sees(30);
	at.sees(31);
	assert.deepEqual([at.readings, at.ends], [[60, 30], []]);
	at.sees(10);
	at.sees(3);
	assert.deepEqual([at.readings, at.ends, at.cleared()], [[60, 30, 10], ['found'], 1]);
});

test('after ten seconds the best that there was has to do', () => {
	const at = sky();
	at.begin();
	at.sees(85);
	mock.timers.tick(9_999);
	assert.deepEqual(at.ends, []);
	mock.timers.tick(1);
	at.sees(5);
	assert.deepEqual([at.readings, at.ends], [[85], ['found']]);
});

test('ten seconds without any reading are no place', () => {
	const at = sky();
	at.begin();
	at.fails(3);
	mock.timers.tick(10_000);
	assert.deepEqual([at.readings, at.ends], [[], ['none']]);
});

test('where both refuse it is over at once, and where one does the other is waited for', async () => {
	const both = sky();
	both.begin();
	both.hasNone();
	await settled();
	assert.deepEqual(both.ends, []);
	both.fails(1);
	assert.deepEqual(both.ends, ['denied']);
	const one = sky();
	one.begin(false);
	one.receives(40);
	await settled();
	assert.deepEqual([one.readings, one.ends], [[40], ['found']]);
});

test('who goes away hears nothing more', async () => {
	const at = sky();
	const stop = at.begin();
	stop();
	at.sees(5);
	at.receives(5);
	await settled();
	mock.timers.tick(10_000);
	assert.deepEqual([at.readings, at.ends, at.cleared()], [[], [], 1]);
});
