"""Reads lines, points and texts of a chart's SVG."""

from __future__ import annotations

from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
    return ElementTree.fromstring(svg)


def texts(svg):
    return [entry.text.replace("\u00a0", " ") for entry in drawn(svg).iter(f"{SVG}text")]


def lines(svg):
    return list(drawn(svg).iter(f"{SVG}polyline"))


def points(line):
    return [tuple(float(part) for part in pair.split(",")) for pair in line.get("points").split()]
