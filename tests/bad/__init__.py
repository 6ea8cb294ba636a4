"""Bad input: files and command lines, each with what is said and the exit code."""
