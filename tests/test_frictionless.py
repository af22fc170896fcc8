"""The data packages are valid Frictionless packages, and both validators refuse the same faults."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package

from sourced.data.package import load_package
from sourced.findings import ReportError
from sourced.project import Project
from tests.conftest import ROOT, TINY


@pytest.mark.parametrize("folder", [ROOT / "data", TINY / "data"], ids=["real", "tiny"])
@pytest.mark.slow
def test_the_package_is_valid_for_frictionless(folder: Path) -> None:
    report = Package(str(folder / "datapackage.yaml")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/observations.csv", "210.4", "many"),
        ("data/observations.csv", "210.4", ""),
        ("data/observations.csv", "210.4", "-1"),
        ("data/observations.csv", ",exact,", ",exactly,"),
        ("data/observations.csv", "rain,coast,2023-Q1", "rain,cost,2023-Q1"),
        ("data/observations.csv", "high,office-2023,,\n", "high,office-2023,,,\n"),
        ("data/observations.csv", "indicator,entity", "indicator,station"),
        ("data/entities.csv", "hill-2", "coast"),
        ("data/sources.csv", "news", "rumour"),
        ("data/sources.csv", "office-2023", "Office 2023"),
    ],
)
def test_both_validators_refuse_the_same_fault(tiny: Project, edit: Callable[[str, str, str], None], file: str, old: str, new: str) -> None:
    edit(file, old, new)
    assert not Package(str(tiny.data / "datapackage.yaml")).validate().valid
    with pytest.raises(ReportError):
        load_package(tiny.data, root=tiny.root)
