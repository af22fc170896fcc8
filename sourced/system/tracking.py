"""Who reads what: data note it as they are read, and give a digest of each piece as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, Generic, TypeVar, overload

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")
Piece = tuple[str, Hashable]
"""Something that can be read: the name of what holds it, and the key in it; WHOLE for all of it."""
WHOLE: Final = ("*",)


class Tracker:
    """Which pieces of data are read, by whom, and what they are now."""

    def __init__(self) -> None:
        self._open: list[set[Piece]] = []
        self._holders: dict[str, Callable[[Hashable], object]] = {}
        self._digests: dict[Piece, str] = {}
        self._once: dict[str, tuple[Any, set[Piece]]] = {}

    def holds(self, name: str, look: Callable[[Hashable], object]) -> None:
        """Let `look` give what stands at a key of the holder `name`: anything with a telling repr."""
        self._holders[name] = look

    def note(self, name: str, key: Hashable) -> None:
        """Note that a piece is being read."""
        if self._open:
            piece = name, key
            for seen in self._open:
                seen.add(piece)

    def note_all(self, pieces: Collection[Piece]) -> None:
        """Note that pieces are being read."""
        for seen in self._open:
            seen.update(pieces)

    def digest(self, piece: Piece) -> str:
        """A digest of a piece as it is now, "" if nothing holds it any longer."""
        if piece not in self._digests:
            look = self._holders.get(piece[0])
            self._digests[piece] = digest(repr(look(piece[1]))) if look else ""
        return self._digests[piece]

    def as_told(self, digests: Mapping[Piece, str]) -> bool:
        """Whether pieces are as these digests say; asked of hundreds of thousands of them, so compared as wholes."""
        known = self._digests
        if not digests.keys() <= known.keys():
            for piece in digests:
                self.digest(piece)
        return digests.items() <= known.items()

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once for all who ask; each of them has read what it read."""
        if name not in self._once:
            with self.recording() as seen:
                self._once[name] = make(), seen
        value, pieces = self._once[name]
        self.note_all(pieces)
        return value  # type: ignore[no-any-return]

    def tell(self, name: str, value: object, seen: set[Piece]) -> None:
        """Let `once` give this value for a name; `seen` is what was read for it."""
        self._once[name] = value, seen

    @contextmanager
    def recording(self) -> Iterator[set[Piece]]:
        """The set of pieces read until the context ends."""
        seen: set[Piece] = set()
        self._open.append(seen)
        try:
            yield seen
        finally:
            self._open.pop()

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Let an error that ends the context carry what was read in it, as `read`, unless it comes from a narrower such context."""
        with self.recording() as seen:
            try:
                yield
            except Exception as error:
                vars(error).setdefault("read", seen)
                raise


class TrackedMapping(Mapping[K, V], Generic[K, V]):
    """A mapping that notes which of its keys are read; going through it reads the whole."""

    def __init__(self, tracker: Tracker, name: str, held: Mapping[K, V], tell: Callable[[V], object] = lambda value: value) -> None:
        self._tracker, self._name, self._held = tracker, name, held
        tracker.holds(name, lambda key: self._tell(tell, key))

    def _tell(self, tell: Callable[[V], object], key: Hashable) -> object:
        if key == WHOLE:
            return [(one, tell(value)) for one, value in self._held.items()]
        return tell(self._held[key]) if key in self._held else None  # type: ignore[index]

    def __getitem__(self, key: K) -> V:
        self._tracker.note(self._name, key)
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        self._tracker.note(self._name, key)
        return key in self._held

    def __iter__(self) -> Iterator[K]:
        self._tracker.note(self._name, WHOLE)
        return iter(self._held)

    def __len__(self) -> int:
        self._tracker.note(self._name, WHOLE)
        return len(self._held)


class TrackedRows(Sequence[V]):
    """A sequence that notes that it is read."""

    def __init__(self, tracker: Tracker, name: str, held: Sequence[V], tell: Callable[[V], object]) -> None:
        self._tracker, self._name, self._held = tracker, name, held
        tracker.holds(name, lambda _: [tell(one) for one in held])

    @overload
    def __getitem__(self, place: int) -> V: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[V]: ...

    def __getitem__(self, place: int | slice) -> V | Sequence[V]:
        self._tracker.note(self._name, WHOLE)
        return self._held[place]

    def __iter__(self) -> Iterator[V]:
        self._tracker.note(self._name, WHOLE)
        return iter(self._held)

    def __len__(self) -> int:
        self._tracker.note(self._name, WHOLE)
        return len(self._held)


def digest(*parts: str | bytes) -> str:
    """SHA-256 of parts, each with its length, as hex."""
    found = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(f"{len(raw)}:".encode())
        found.update(raw)
    return found.hexdigest()
