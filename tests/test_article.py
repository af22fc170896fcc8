"""Claims against the article's text: spans, hashes, and what lies outside every claim."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from sourced.data.model import Model
from sourced.data.tables import Row, Table
from sourced.data.typed_rows import build_model
from sourced.evidence.article import verify
from sourced.project import Project
from sourced.site.load import load_report
from sourced.words.language import Texts

TEXT = "01\nCoast Station had 300 millimetres.\nHill Station 2 had less in three days."


def claimed(tiny: Project, *spans: tuple[int, int], text: str = TEXT) -> Model:
    """The tiny report's model with a claim for each span of the text."""
    model = load_report(tiny)[0].figures.model
    rows = tuple(
        Row("data/claims.csv", line, {"char_start": start, "char_end": end, "passage_sha256": sha256(text[start:end].encode()).hexdigest()})
        for line, (start, end) in enumerate(spans, 2)
    )
    table = Table("claims", "data/claims.csv", Texts(), Texts(), None, None, Texts(), (), (), (), rows=rows)
    return build_model(replace(model.package, tables={**model.package.tables, "claims": table}))


FIRST, SECOND = (3, 37), (38, len(TEXT))


def test_a_text_that_claims_cover_has_nothing_outside_them(tiny: Project) -> None:
    done = verify(claimed(tiny, FIRST, SECOND), TEXT)
    assert (done.findings, done.claims) == ([], 2)
    assert (str(done.numerals), str(done.names)) == ("2 of 2 (100.0%)", "2 of 2 (100.0%)")


def test_a_number_that_stands_alone_on_its_line_is_a_heading(tiny: Project) -> None:
    assert verify(claimed(tiny, FIRST, SECOND), TEXT).numerals.of == 2


def test_a_numeral_and_a_name_outside_every_claim_are_found_without_quoting_them(tiny: Project) -> None:
    done = verify(claimed(tiny, FIRST), TEXT)
    assert [(one.line, one.found) for one in done.findings] == [
        (3, "has a name outside every claim, at character 38"),
        (3, "has a numeral outside every claim, at character 51"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [(TEXT.replace("300", "301"), "is not the hash of characters 3 to 37"), (TEXT[:20], "lies behind the article's last character 20")],
)
def test_a_text_that_is_not_the_one_claimed_is_found(tiny: Project, text: str, found: str) -> None:
    assert found in " ".join(one.found for one in verify(claimed(tiny, FIRST), text).findings)
