from __future__ import annotations

import pytest
from pixel_classifier.rasters.core.number_text import first_of


@pytest.mark.parametrize(
    ("count", "text"), [(0, ""), (2, "0; 1"), (3, "0; 1; 2"), (4, "0; 1; 2; …"), (99, "0; 1; 2; …")]
)
def test_a_long_list_ends_with_an_ellipsis(count, text):
    assert first_of(range(count), 3, "; ") == text
