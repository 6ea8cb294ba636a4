"""What the tests of regenerating share."""
