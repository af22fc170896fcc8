"""The tests: read them as the specification."""
