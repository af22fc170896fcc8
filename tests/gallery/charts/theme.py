"""The colours of the report on the isles: one of its own, all others are the generator's."""

PALETTE = {"accent": ("#0b5d8f", "#7cc4f2")}
