"""How far every option was carried, found out by running it: `make matrix`."""
