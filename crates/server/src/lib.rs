//! The centre over HTTP: route table, endpoints, health, admin commands.
