/** Text is only text: whatever a person typed is shown as it was typed, on every page, and nothing of it runs. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findingsWords } from '#lib/words/findings.ts';
import type { Warden } from './page/warden.ts';
import { LEADER, WARDEN_A } from './world/office.ts';
import { World } from './world/world.ts';

/** Each would run, or call elsewhere, if it were ever taken for a page. */
const ATTACK =
	'<img src=x onerror="window.hit=1"><script>window.hit=1</script><svg onload="window.hit=1"></svg>' +
	'<a href="javascript:window.hit=1">x</a><iframe srcdoc="<script>parent.hit=1</script>"></iframe>' +
	'<img src="http://192.0.2.1/beacon.png">{@html x}${hit}';
/** Turns what follows it round, on a page that lets it. */
const TURNED = 'seen \u202Egpj.elcihev\u202C by me';
const EMOJI = '💉'.repeat(2_000);

let world: World;
let warden: Warden;
let leader: Warden;
before(async () => {
	world = await World.open();
	warden = await world.unlocked(WARDEN_A);
	leader = await world.unlocked(LEADER);
});
after(() => world.close());

/** Nothing ran, and no element came out of the text. */
async function isText(at: Warden): Promise<void> {
	assert.equal(await at.page.evaluate(() => 'hit' in window), false, 'typed text ran');
	const made = at.page.locator('main img[src="x"], main iframe, main script, main a[href^="javascript:"], main svg[onload]');
	assert.equal(await made.count(), 0, 'typed text became elements');
	at.isQuiet();
}

test('an area, a description, a place and a question are text on every page that shows them', async () => {
	// An area is short: what is kept of it must still be text.
	const area = '<img src=x onerror="window.hit=1">';
	await warden.startPatrol(area);
	await warden.reads(area);
	await warden.begin('drug_litter');
	await warden.button(/^Loose needles, add one/).click();
	await warden.typePlace('<img src=x onerror=hit=1> steps');
	await warden.reads('<img src=x onerror=hit=1> steps');
	await warden.saveButton.click();
	await warden.reads(/Page \d+ is on this tablet/);
	await isText(warden);

	await warden.page.locator('main li a').first().click();
	await warden.reads(findingsWords.timeline('finding'));
	const finding = new URL(warden.page.url()).pathname;
	await warden.button(findingsWords.correct).click();
	await warden.field(/^What did you find\?/).fill(ATTACK);
	await warden.button(/^Correct on page/).click();
	await warden.reads(ATTACK);
	await isText(warden);
	for (const path of ['/today', '/findings?search=img', '/arrived', '/patrol']) {
		await warden.go(path);
		await isText(warden);
	}

	await warden.sync();
	await leader.sync();
	await leader.go(finding);
	await leader.reads(ATTACK);
	await isText(leader);
	await leader.button(findingsWords.askFinding('finding')).click();
	await leader.field(findingsWords.question).fill(ATTACK);
	await leader.button(findingsWords.send).click();
	await leader.page.locator('main .text').getByText(ATTACK).waitFor();
	await isText(leader);
	await leader.sync();
	await warden.sync();
	await warden.go(finding);
	await warden.page.locator('main .text').getByText(ATTACK).waitFor();
	await isText(warden);
});

test('text that turns round and 2,000 emoji are kept whole and break no page', async () => {
	for (const [text, kept] of [
		[TURNED, TURNED],
		[EMOJI, EMOJI]
	] as const) {
		await warden.begin('drug_litter');
		await warden.button(/^Loose needles, add one/).click();
		await warden.placed();
		await warden.saveButton.click();
		await warden.reads(/Page \d+ is on this tablet/);
		await warden.go('/findings');
		await warden.page.locator('main li a').first().click();
		await warden.button(findingsWords.correct).click();
		await warden.field(/^What did you find\?/).fill(text);
		await warden.button(/^Correct on page/).click();
		await warden.reads(kept);
		await warden.page.reload();
		await warden.reads(kept);
		const over = await warden.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		assert.equal(over, 0, 'the page sticks out sideways');
		await isText(warden);
	}
});

test('the policy of the page stops what a page that forgot all this would run', async () => {
	await warden.go('/today');
	const policy = await warden.page.locator('meta[http-equiv="content-security-policy" i]').getAttribute('content');
	const rules = new Map(policy?.split(';').map((rule) => [rule.trim().split(' ')[0], rule.trim()]));
	assert.equal(rules.get('default-src'), "default-src 'self'");
	assert.equal(rules.get('object-src'), "object-src 'none'");
	assert.equal(rules.get('base-uri'), "base-uri 'self'");
	assert.doesNotMatch(rules.get('script-src') ?? 'unsafe-inline', /unsafe|http|\*/);

	// What the page would do if it put typed text in as markup.
	const stopped = await warden.page.evaluate(async () => {
		const broken: string[] = [];
		document.addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective));
		const host = document.createElement('div');
		document.body.append(host);
		host.innerHTML = '<img src="/favicon.svg" onload="window.hit=1"><img src="http://192.0.2.1/beacon.png">';
		const script = document.createElement('script');
		script.textContent = 'window.hit=1';
		host.append(script);
		const image = host.querySelector('img')!;
		await new Promise((loaded) => image.addEventListener('load', loaded, { once: true }));
		host.remove();
		return broken.sort();
	});
	assert.deepEqual([...new Set(stopped)], ['img-src', 'script-src-attr', 'script-src-elem']);
	assert.equal(await warden.page.evaluate(() => 'hit' in window), false, 'the policy let it run');
});
