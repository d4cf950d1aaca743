"""A text that several readers read in turn: what one has read, no other reads again."""

import re

READ = "~"  # stands in `Scan.text` for each character that has been read


class Scan:
    """A text in lower case, of which parts are read; every index is one of the original too."""

    def __init__(self, text: str) -> None:
        self.original = text
        # Some capitals become two characters; they stay, so that all indices agree.
        lowered = (low if len(low := char.lower()) == 1 else char for char in text)
        self.text = "".join(lowered).replace(READ, " ")

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place of the pattern in what is unread."""
        return pattern.search(self.text)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place of the pattern, which counts as read from now on."""
        if found := pattern.search(self.text):
            self.mark(*found.span())
        return found

    def mark(self, start: int, end: int) -> None:
        """These characters count as read."""
        self.text = self.text[:start] + READ * (end - start) + self.text[end:]

    @property
    def rest(self) -> str:
        """What nobody has read, as it was written, on one line."""
        kept = (
            " " if mark == READ else char
            for char, mark in zip(self.original, self.text, strict=True)
        )
        return " ".join("".join(kept).split())

    @property
    def begins_read(self) -> bool:
        """Whether the text begins with something that has been read."""
        return self.text.lstrip(" .,:;-").startswith(READ)


__all__ = ["READ", "Scan"]
