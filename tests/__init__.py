"""The tests: names are sentences that are true."""
