//! Builders and the World: several tablets and a centre in one process.
