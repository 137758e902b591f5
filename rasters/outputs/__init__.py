"""Writing without half-written results: temporary names, atomic files and atomic folders. May import `core`."""
