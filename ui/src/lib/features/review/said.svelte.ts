/** What the leader did last, in words. It may be read on the page that comes next, since approving one patrol leads to another. */

class Said {
	#text = $state('');
	#before = $state(false);
	#forNext = false;

	get text(): string {
		return this.#text;
	}

	/** Whether it was said of the page before this one. */
	get before(): boolean {
		return this.#before;
	}

	/** Says it on this page. */
	here(text: string) {
		this.#text = text;
		this.#before = false;
		this.#forNext = false;
	}

	/** Says it on the page that comes next. */
	onNext(text: string) {
		this.#text = text;
		this.#forNext = true;
	}

	/** A page begins: what was said on the last one is over. */
	begin() {
		if (!this.#forNext) this.#text = '';
		this.#before = this.#forNext;
		this.#forNext = false;
	}
}

export const said = new Said();
