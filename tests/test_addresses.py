"""What an address in a cell stands for."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourced.evidence.addresses import RowReference, comparisons_in, evidence_at, evidence_in, figure_at
from sourced.evidence.figures import Figure, FigureError, Figures
from tests.languages import CHINESE, ENGLISH


@pytest.mark.parametrize(
    ("address", "english", "qualifier"),
    [
        ("rain.coast.2023-Q2", "298.7 millimetres", "exact"),
        ("ratio(rain.coast.2023-Q2, rain.hill-2.2023-Q2)", "248.5%", "exact"),
        ("multiple(rain.coast.2023-Q2, rain.hill-2.2023-Q2)", "2.5 times", "exact"),
        ("change(rain.coast.2023-Q2, rain.coast.2023-Q1)", "42%", "exact"),
        ("difference(rain.coast.2023-Q2, rain.coast.2023-Q1)", "88.3 millimetres", "exact"),
        ("sum(rain.coast.2023-Q1, rain.hill-2.2023-Q1)", "over 305.4 millimetres", "at_least"),
        ("ratio(sum(rain.coast.2023-Q1, rain.coast.2023-Q2), rain.hill-2.2023-Q2)", "423.5%", "exact"),
        ("count(floods)", "2", "exact"),
        ("count(floods date=2023-Q2)", "1", "exact"),
        ("count(floods date&2023-Q2)", "at most 2", "at_most"),
        ("count(floods entity~coast date>=2023-05 date<=2023-06)", "1", "exact"),
        ("count(floods entity=coast|hill-2 confidence=low)", "1", "exact"),
        ("last(rain.coast in 2023)", "298.7 millimetres", "exact"),
        ("best(rain in 2023-Q1)", "210.4 millimetres", "exact"),
        ("best(rain of hill-2 in 2023)", "120.2 millimetres", "exact"),
        ("newest(rain of hill-2 in 2023)", "120.2 millimetres", "exact"),
        ("newest(rain in 2023)", "298.7 millimetres", "exact"),
        ("gap(rain of hill-2 in 2023)", "−178.5 millimetres", "exact"),
        ("months(floods:spring-flood to 2023-Q3)", "about 5 months", "approx"),
        ("convert(damage.coast.2023-Q2, exchange-rate.coast.2023-06-30)", "about 1,398 euros", "approx"),
    ],
)
def test_an_address_of_a_figure(rain: Figures, address: str, english: str, qualifier: str) -> None:
    figure = figure_at(rain, address)
    assert (figure.text(ENGLISH), figure.qualifier) == (english, qualifier)


def test_a_count_names_its_rows_its_sources_and_what_it_counted(rain: Figures) -> None:
    figure = figure_at(rain, "count(floods entity=coast)")
    assert figure.row_keys == ("spring-flood",)
    assert [source.id for source in figure.sources] == ["gazette-2023"]
    assert figure.name == {"en": "Floods (Coast Station)", "zh": "洪水（海岸站）"}
    assert (figure.text(CHINESE), figure.standing) == ("1", "single")


def test_a_converted_amount_names_its_rate_and_the_day(rain: Figures) -> None:
    figure = figure_at(rain, "convert(damage.coast.2023-Q2, exchange-rate.coast.2023-06-30)")
    assert "1.165 euros to the pound" in figure.formula(ENGLISH)
    assert "30 June 2023" in figure.formula(ENGLISH)
    assert {source.id for source in figure.sources} == {"office-2023", "gazette-2023"}


def test_a_rate_for_another_currency_is_refused(rain: Figures) -> None:
    with pytest.raises(FigureError, match="no rate for mm"):
        figure_at(rain, "convert(rain.coast.2023-Q2, exchange-rate.coast.2023-06-30)")


def test_a_row_and_a_publication_have_addresses_too(rain: Figures) -> None:
    found = evidence_in(rain, "floods:spring-flood; sources:office-2023; rain.coast.2023-Q1;")
    assert [one.key if isinstance(one, Figure) else (one.table.name, one.key) for one in found] == [
        ("floods", "spring-flood"),
        ("sources", "office-2023"),
        "rain.coast.2023-Q1",
    ]
    assert isinstance(evidence_at(rain, "indicators:rain"), RowReference)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("rian.coast.2023-Q2", 'no indicator "rian"'),
        ("rain.coast.2022-Q2", "no observation rain.coast.2022-Q2"),
        ("rain", "is no address"),
        ("ratio(rain.coast.2023-Q2)", '"ratio" of 1 figures'),
        ("ratio(rain.coast.2023-Q2, rain.coast.2023-Q1", "where a comma or a closing bracket should"),
        ("mean(rain.coast.2023-Q2, rain.coast.2023-Q1)", '"mean" of 2 figures'),
        ("rain.coast.2023-Q2 or so", 'goes on with "or so"'),
        ("count(storms)", 'no table "storms"'),
        ("count(floods size=big)", 'no column "size"'),
        ("count(floods date=spring)", "is not a period"),
        ("floods:autumn", 'has no row "autumn"'),
        ("storms:x", 'no table "storms"'),
        ("last(rain.coast in 2021)", "nothing is observed"),
        ("months(floods:spring-flood to 2020)", "ends before"),
        ("", "is no address"),
    ],
)
def test_an_address_that_leads_nowhere_is_explained(rain: Figures, address: str, found: str) -> None:
    with pytest.raises(FigureError) as error:
        evidence_at(rain, address)
    assert found in error.value.found
    assert error.value.fix


@pytest.mark.parametrize(
    ("test", "claimed", "holds"),
    [
        ("rain.coast.2023-Q2 > rain.coast.2023-Q1", None, True),
        ("change(rain.coast.2023-Q2, rain.coast.2023-Q1) < 0", None, False),
        ("rain.coast.2023-Q2 = claim", ("299", "exact"), True),
        ("rain.coast.2023-Q2 = claim", ("298", "exact"), False),
        ("rain.coast.2023-Q2 = claim", ("290", "at_least"), True),
        ("rain.coast.2023-Q2 = claim", ("290", "at_most"), False),
        ("rain.coast.2023-Q2 = claim", ("320", "approx"), True),
        ("rain.coast.2023-Q2 = claim", ("340", "approx"), False),
        ("rain.coast.2023-Q2 <= claim", ("298.7", "exact"), True),
    ],
)
def test_a_test_compares_figures_as_the_claim_is_bounded(rain: Figures, test: str, claimed: tuple[str, str] | None, holds: bool) -> None:
    (found,) = comparisons_in(rain, test, (Decimal(claimed[0]), claimed[1]) if claimed else None)
    assert found.holds is holds


@pytest.mark.parametrize(
    "test", ["rain.coast.2023-Q2", "rain.coast.2023-Q2 = claim", "rain.coast.2023-Q2 ~ 3", "rain.coast.2023-Q2 = some"]
)
def test_a_test_that_compares_nothing_is_explained(rain: Figures, test: str) -> None:
    with pytest.raises(FigureError):
        comparisons_in(rain, test, None)


@given(st.text(alphabet="rain.coast2023-Q()|&~=>:; ,@/countlastbestof", max_size=60))
def test_whatever_stands_in_a_cell_gives_evidence_or_a_remedy(cell: str) -> None:
    with suppress(FigureError):  # anything else is a fault
        assert all(isinstance(one, Figure | RowReference) for one in evidence_in(FIGURES, cell))


def _figures() -> Figures:
    from sourced.project import Project
    from sourced.site.load import load_report
    from tests.conftest import TINY

    return load_report(Project(TINY))[0].figures


FIGURES = _figures()


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("rain.coast.2023-Q2 == 3", 'write "rain.coast.2023-Q2 = 3": the signs are < <= = >= >, with a blank on each side'),
        ("rain.coast.2023-Q2>3", 'write "rain.coast.2023-Q2 > 3"'),
        ("rain.coast.2023-Q2 ≥ 3", 'write "rain.coast.2023-Q2 >= 3"'),
        ("rain.coast.2023-Q2 != 3", 'compares by "!=" (say which is greater: the signs are < <= = >= >)'),
        ("rain.coast.2023-Q2 > 1,000", '"1,000" is no number to compare with (write it with digits and a point alone, in mm)'),
        ("rain.coast.2023-Q2 > 3 mm", '"3 mm" is no number to compare with'),
        ("rain.coast.2023-Q2", "compares nothing (write a figure, one of < <= = >= >"),
    ],
)  # fmt: skip
def test_a_test_with_another_sign_says_which_there_are(rain: Figures, test: str, said: str) -> None:
    with pytest.raises(FigureError) as error:
        comparisons_in(rain, test, None)
    assert said in str(error.value)
