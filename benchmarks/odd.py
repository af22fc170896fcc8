"""What stands in a report where something else should: in cells, in descriptors, in templates, in messages of commits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

CELLS: Final = (
    "", " ", "0", "-1", "1e400", "NaN", "inf", "1,5", "1,234", "1.234,5", "１２.５", "12%", "3.4亿", "—", "2023-Q9", "2023-13", "9999-Q1",
    "0000", "2023/2020", "<b id=fuzz>x</b>", "<script>fuzz()</script>", "javascript:fuzz()", "https://x.example/\" onclick=\"fuzz()",
    "[x](javascript:fuzz())", "![x](https://x.example/i.png)", "{{ fuzz }}", "{% fuzz %}", "{fuzz}", "{", "}", "=1+1", "@SUM(A1)",
    "+1", "-x", "\t=1", "a\nb", 'a"b', "'", "\\", "`x`", "# x", "| x |", "***", "&lt;", "&#60;", "\u202efuzz", "\u200b", "\x00",
    "\x1b[31m",
    "é" * 300, "长" * 12000, "count(", "ratio(a,b)", "rain.coast.2023-Q1", "sources:office-2023", "ratio(" * 50, "1" * 60, "../../etc",
    "C:\\x", "🌧️", "a\n# x", "a\r\nb", "\\1 \\g<0> $1", "C:\\data\\iOS", "100% of $x_{2}$", "{0.__class__}", "%s %(x)s", "مطر",
    "👨‍👩‍👧", "a\u2028b",
    "]]>", "--> x", "</script><b id=fuzz>", "---\ntitle: x\n---", "{#x}", "{: #x }", "[^1]", "[TOC]", "\ud7ff\ue000", "1e28", "1e-300",
    "0.1e+5", "٣٫٤", "２０２３", "2023-Q1/2023-Q4", "https://[::1", "https://x.example/%zz", "https://x.example:99999999/",
    "{rain.coast.2023-Q1}",
    "1/0", "rain.coast.2023-Q1 / 0", "ratio(rain.coast.2023-Q1, rain.coast.2023-Q1, rain.coast.2023-Q1)", "Q", "|", ";", "a;b;c",
)  # fmt: skip
"""What people, spreadsheets and attackers put into cells."""
VALUES: Final[tuple[Any, ...]] = (
    None, "", " ", "x", "x" * 5000, 0, -1, 1, 1.5, float("nan"), float("inf"), 10**400, True, False, [], {}, [None], [[]], [{}],
    {"": None},
    {"x": "y"}, {1: 2}, [1, "x"], ["x", "x"], [["x"], {"x": ["y"]}], date(1, 1, 1), date(9999, 12, 31), datetime(2024, 1, 1), b"x",
    "../x",
    "/etc/passwd", "a\0b", "\\", "C:\\data\\iOS", "{{ x }}", "<b id=fuzz>", "[", "(", "(a+)+$", "*", "en", "zh", "id", "sections.csv",
    "sources",
    "éé", "一", "🌧️", "2023-Q1", "javascript:fuzz()", "https://x.example", "a\nb", "=1", "1/0", "2/3", "xx", "zh-Hant", "EN",
)  # fmt: skip
"""What stands in a descriptor where something else should."""
SNIPPETS: Final = (
    "{{ 1/0 }}", "{% for x in range(10**9) %}x{% endfor %}",
    "{% for x in range(100000) %}{% for y in range(100000) %}{% endfor %}{% endfor %}",
    '{{ "a" * 10**10 }}', '{{ "a".ljust(10**11) }}', '{{ "%0999999999d" % 1 }}', '{{ "{:>999999999}".format(1) }}', "{{ 10**10**9 }}",
    "{{ [1] * 10**9 }}", '{% include "pages/index.en.md.j2" %}', '{% extends "pages/index.en.md.j2" %}', '{% include "nowhere" %}',
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{% import 'x' as y %}", "{{ x }}", "{{ figure }}", "{{ figure() }}",
    "{{ figure(1) }}",
    '{{ figure("rain", "coast", "2023-Q1", "x") }}', '{{ figure("rain", "coast", none) }}', '{{ figure([], {}, 1.5) }}', "{{ chart(1) }}",
    '{{ chart("nowhere") }}', '{{ chart("rain-by-station") }}', "{{ name(none) }}", '{{ when("x") }}', "{{ when(5) }}",
    "{{ ratio(1, 2) }}",
    '{{ holds("") }}', '{{ holds("1 > ") }}', '{{ holds("rain.coast.2023-Q1 > 0") }}', "{{ word(1) }}", '{{ word("x") }}', "{{", "}}",
    "{%", "{*",
    "{% raw %}", "{% endraw %}", "{% if %}", "{% endif %}", "{% block x %}", "{% set x = 5 %}", "{{ self }}", "{{ self.x() }}",
    "{{ loop }}",
    "{{ caller() }}", "{{ ''.__class__ }}", "{{ x|nofilter }}", "{{ 'x'|format(1, 2) }}",
    "{{ 'x'|replace('', 'y'|center(9999))|length }}",
    "{{ 'x'|center(10**10) }}", "{{ range(10**12)|list }}", "{{ 'a'|batch(10**9, 'x')|list }}", "{{ lipsum(n=10**7) }}",
    "{{ 'x'|indent(10**9) }}",
    "{{ 'x'|wordwrap(0) }}", "{{ [3, 'a']|sort }}", "{{ {}|dictsort }}", "{{ 5|join }}", "{{ none|first }}", "{{ []|first }}",
    "{{ []|max }}",
    "{{ '('|regex }}", "{{ '9' * 5000 }}", "{{ '999999'|int ** 99 }}", "{{ 'x'|int(base=99) }}", "{{ cycler().next() }}",
    "{{ namespace(x=1).y }}",
    "[x](nowhere.md)", "[x](../nowhere/)", "[x](#nowhere)", "[x](sources.md#nowhere)", "[x][y]", "![x](nowhere.png)",
    "[x](javascript:fuzz())",
    "<b>x</b>", "<script>fuzz()</script>", "<div>", "</div>", "<table><tr>", "<!-- x", "<a href='#x' onclick='fuzz()'>",
    "<?x", "<![CDATA[",
    "# Second {#rain}", "## x {#a b}", "## {#x}", "####### x", "---", "```", "~~~", "    code 5", "[^1]: x", "*[x]: y", "x\n: y",
    "| a |\n|---|\n| b |",
    "5", "five 5.5%", "٣", "５", "Ⅳ", "\x00", "\x1b", "\ufeff", "\u202e", "\u200b", "\ud7ff", "x" * 20000, "[" * 3000, "(" * 3000,
    "{{ " + "(" * 500,
    "{{ " + "-" * 3000 + "1 }}", ">" * 2000, "*" * 3000, "<" * 3000, "&" * 100, "&#0;", "&#x110000;", "- " * 500, "{{ 'a' ~ " * 200,
    "\\1 \\g<0>",
    "{% for x in [1] %}", "{% for x in 5 %}{% endfor %}", "{{ page }}", "{{ language }}", "{{ page.x.y }}", "{{ rows('x') }}",
    "{{ rows(5) }}",
    "{{ count('observations') }}", "{{ count('sources', 'kind=') }}", "{{ count(5, 5, 5) }}",
    "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}",
)  # fmt: skip
"""What stands in a template, or a page written by hand, that should not."""
MESSAGES: Final = (
    "", "x", "\x1f\x1e\x1d", "a\0b", "<script>fuzz()</script>", "x\n\nSigned-off-by: A <a@example.org>", "\ud7ff", "—" * 3000, "\x1b[31m",
    "a\r\nb", "\n\n\n", "%x00%n", "[x](javascript:fuzz())", "<b id=fuzz>", "\u202e", "commit 0000",
    "x\n\n:100644 100644 a b M\tdata/x.csv", "]]>",
)  # fmt: skip
"""What those who commit write, and what programs write for them."""
