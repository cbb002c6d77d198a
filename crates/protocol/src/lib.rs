//! What travels: messages, the one table of limits, error codes, the exchange as a sans-I/O core.
