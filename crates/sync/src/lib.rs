//! The tablet's engine: runs the exchange over HTTP, photos, schedule.
