"""Colours: marks at least 3:1 and text at least 4.5:1 against the ground, in every scheme."""

import pytest

from charts.theme import PALETTE, SCHEMES

TEXT = {"ink", "ink-quiet", "link"}
GROUND = {"paper", "rule"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", sorted(PALETTE.keys() - GROUND))
def test_a_colour_stands_out_in_every_scheme(name: str) -> None:
    least = 4.5 if name in TEXT else 3
    assert not [scheme for at, scheme in enumerate(SCHEMES) if contrast(PALETTE[name][at], PALETTE["paper"][at]) < least]
