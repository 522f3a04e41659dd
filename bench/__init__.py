"""The figures of the product, each against the bare work in the same run: `make bench`."""
