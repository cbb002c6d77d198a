/** The dialog that chooses kind, state, dates and areas: what is typed there, and what is wrong with it. */
import type { FieldError } from '#lib/govuk/error-summary/errors.ts';
import { findingsWords as words } from '#lib/words/findings.ts';
import { dateOf, partsOf, type Filter } from './filter';

export class FilterForm {
	kind = $state('');
	state = $state('');
	ward = $state('');
	area = $state('');
	again = $state('');
	from = $state({ day: '', month: '', year: '' });
	to = $state({ day: '', month: '', year: '' });
	errors = $state.raw<FieldError[]>([]);

	/** Begins with what is chosen now. */
	begin(filter: Filter) {
		this.kind = filter.kind;
		this.state = filter.state;
		this.ward = filter.ward;
		this.area = filter.area;
		this.again = filter.again;
		this.from = partsOf(filter.from);
		this.to = partsOf(filter.to);
		this.errors = [];
	}

	errorOf(field: string): string | undefined {
		return this.errors.find((error) => error.field === field)?.text;
	}

	/** The filter that is meant, or null, with the errors to show. */
	read(): Omit<Filter, 'search'> | null {
		const [from, to] = [dateOf(this.from), dateOf(this.to)];
		const errors: FieldError[] = [];
		if (from === null) errors.push({ field: 'filter-from', text: words.badDate(words.fromDate) });
		if (to === null) errors.push({ field: 'filter-to', text: words.badDate(words.toDate) });
		if (from && to && to < from) errors.push({ field: 'filter-to', text: words.backwards });
		this.errors = errors;
		if (from === null || to === null || errors.length > 0) return null;
		return { kind: this.kind, state: this.state, from, to, ward: this.ward, area: this.area, again: this.again };
	}
}
