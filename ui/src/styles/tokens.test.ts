/** Words keep 7:1 and the edges of controls 3:1, by day and by night, on every ground that they stand on (WCAG 2). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const source = readFileSync(new URL('./_tokens.scss', import.meta.url), 'utf8');

function colours(theme: string): Map<string, string> {
	const [, body] = new RegExp(`@mixin ${theme} \\{([^}]*)\\}`).exec(source) ?? [];
	assert.ok(body, `there is a theme ${theme}`);
	return new Map([...body.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}

function luminance(colour: string): number {
	const [red, green, blue] = [1, 3, 5].map((at) => {
		const part = parseInt(colour.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
	const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (light! + 0.05) / (dark! + 0.05);
}

const grounds = ['bg', 'card', 'sunk'];
const words: [string, string][] = [
	...['ink', 'ink2', 'acc', 'err', 'warn', 'ok'].flatMap((word) => grounds.map((ground): [string, string] => [word, ground])),
	...['err', 'warn', 'ok'].flatMap((tone): [string, string][] => [
		[tone, `${tone}-tint`],
		['ink', `${tone}-tint`]
	]),
	['acc', 'acc-tint'],
	['ink', 'acc-tint'],
	['ink2', 'acc-tint'],
	['on-acc', 'acc-fill'],
	['on-cloth', 'cloth'],
	['on-bar', 'bar'],
	['on-badge', 'badge'],
	['on-ok-fill', 'ok-fill']
];
const edges: [string, string][] = [...grounds.map((ground): [string, string] => ['ctl', ground]), ['acc-edge', 'bg']];

for (const theme of ['day', 'night']) {
	const palette = colours(theme);
	const of = (name: string) => {
		const value = palette.get(name);
		assert.ok(value, `${theme} has a colour ${name}`);
		return value;
	};

	for (const [word, ground] of words) {
		test(`by ${theme}, ${word} on ${ground} is at least 7:1`, () => {
			const found = contrast(of(word), of(ground));
			assert.ok(found >= 7, `${found.toFixed(2)}:1`);
		});
	}
	for (const [edge, ground] of edges) {
		test(`by ${theme}, the edge ${edge} on ${ground} is at least 3:1`, () => {
			const found = contrast(of(edge), of(ground));
			assert.ok(found >= 3, `${found.toFixed(2)}:1`);
		});
	}
}
