"""Make `sourced/words/conventions/zh_words.txt`, the Chinese words between which a heading may be broken.

    pip download jieba==0.42.1 --no-deps --no-binary :all:     (and unpack it)
    python tools/chinese_words.py jieba-0.42.1/jieba/dict.txt sourced/words/conventions/zh_words.txt

Takes the most frequent words of jieba's dictionary (MIT licence, beside the list) that have two to four characters,
the most frequent first; how often each is follows from its place.
"""

import re
import sys
from pathlib import Path

MOST = 32_000
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")


def main(source: str, target: str) -> None:
    """Write the list, a word a line."""
    rows = [line.split(" ") for line in Path(source).read_text(encoding="utf-8").splitlines()]
    counted = sorted((-int(count), word) for word, count, *_ in rows if _WORD.fullmatch(word))
    Path(target).write_text("".join(f"{word}\n" for _, word in counted[:MOST]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
