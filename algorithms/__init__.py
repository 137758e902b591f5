"""One thin Processing adapter per step: declare parameters, read them, call one domain function."""
