"""A hub's repositories over plain HTTP: addresses, listings, downloads that resume, a cache of files by commit."""
