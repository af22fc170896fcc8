"""The same report made by other generators, measured beside ours."""
