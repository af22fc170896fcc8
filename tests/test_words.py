"""The catalogues of words: what is asked for is there, in every language, and nothing else."""

import gettext
from io import BytesIO
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment

from sourced.words.catalogue import SOURCE, catalogue
from sourced.words.language import Language
from tools.words import (
    ENDINGS,
    LOCALES,
    asked_for,
    asked_in_python,
    asked_in_template,
    compiled,
    file_of,
    forms,
    keys,
    read,
    renewed,
    written,
)

CODES = sorted(path.name for path in LOCALES.iterdir())
WANTED = keys()
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'


def test_every_word_that_is_asked_for_is_there_and_no_other() -> None:
    assert {message.id if isinstance(message.id, str) else message.id[0] for message in read(SOURCE) if message.id} == set(WANTED)


def test_keys_that_are_put_together_have_their_endings_declared() -> None:
    assert asked_for()[1] == set(ENDINGS)


@pytest.mark.parametrize("code", CODES)
def test_a_language_has_every_word_in_all_its_forms_with_the_same_gaps(code: str) -> None:
    theirs = read(code)
    for message in read(SOURCE):
        if message.id:
            twin = theirs.get(message.id if isinstance(message.id, str) else message.id[0])
            assert twin, message.id
            assert twin.id == message.id
            assert not twin.fuzzy, message.id
            assert len(forms(twin)) == (theirs.num_plurals if isinstance(message.id, tuple) else 1), message.id
            assert all(forms(twin)), message.id
            assert {_gaps(form) for form in forms(twin)} == {_gaps(form) for form in forms(message)}, message.id


def _gaps(text: str) -> tuple[str, ...]:
    """The gaps of a text by number; those without a name are numbered in order."""
    names = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return tuple(sorted(name or str(place) for place, name in enumerate(names)))


@pytest.mark.parametrize("code", CODES)
def test_catalogues_are_as_make_words_writes_and_compiles_them(code: str) -> None:
    catalogue = renewed(code, WANTED)
    assert file_of(code).read_bytes() == written(catalogue), "run make words"
    assert file_of(code).with_suffix(".mo").read_bytes() == compiled(catalogue), "run make words"
    assert gettext.GNUTranslations(BytesIO(compiled(catalogue))).info()["language"] == code


def test_a_word_may_be_its_own_key() -> None:
    assert Language("en").word("all") == "all"
    with pytest.raises(KeyError, match="no catalogue has the word 'no-such-word'"):
        Language("en").word("no-such-word")


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", ["1 added", "2 added"]), ("zh", ["新增1条", "新增2条"]), ("de", ["1 neu", "2 neu"])],
)
def test_a_word_takes_the_form_of_its_number(code: str, said: list[str]) -> None:
    assert [Language(code).word("rows_added", number) for number in (1, 2)] == said


def test_a_language_without_a_word_has_that_of_english() -> None:
    assert Language("eo").word("theme.close") == "Close"
    assert Language("de-AT").word("theme.close") == "Schließen"


def test_a_report_may_have_words_of_its_own() -> None:
    own = f'{HEAD}\nmsgid "theme.close"\nmsgstr "Fermi"\n\nmsgid "due"\nmsgstr ""\n'
    language = Language("eo", own=own)
    assert language.word("theme.close") == "Fermi"
    assert language.word("due") == "due"
    with pytest.raises(ValueError, match="misformatted keyword"):
        catalogue("eo", "theme.close = Fermi")


def test_keys_are_read_from_code_and_templates() -> None:
    code = 'word("a"); one.word("b" if x else "c", word("d")); word(f"e.{x}"); word(x); sword("f"); word()'
    assert set(asked_in_python(code)) == {("a", True), ("b", True), ("c", True), ("d", True), ("e.", False)}
    template = (
        '{{ word("a") }}{% if one.word("b" if x else "c", word("d")) %}{{ word("e." ~ x)|e }}{% endif %}{{ word(x) }}{{ word() }} word("f")'
    )
    assert set(asked_in_template(Environment(autoescape=True).parse(template))) == set(asked_in_python(code))


def test_a_catalogue_is_renewed_without_guesses() -> None:
    new = renewed("de", ["theme.close", "rows_added", "theme.closed"])
    said = {str(message.id if isinstance(message.id, str) else message.id[0]): message.string for message in new if message.id}
    assert said == {"theme.close": "Schließen", "rows_added": ("{} neu", "{} neu"), "theme.closed": None}
    assert read_po(BytesIO(written(new)), locale="de").num_plurals == 2
    assert [message.string for message in renewed("fr", ["theme.close"]) if message.id] == [None]
