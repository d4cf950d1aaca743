"""Conversations to decide again with other prompts: without whose they are."""

import json
from collections.abc import Iterator
from datetime import timedelta

from shared.db.conversations import decided_turns, known_names
from shared.db.pool import Database
from shared.privacy.made_up import MadeUp


def conversations(database: Database, within: timedelta) -> Iterator[str]:
    """Every turn that answered a text since then, a line of JSON each, as `messages.turn` has it.

    Names, numbers, addresses, links and ids are made up, each the same throughout.
    """
    names = known_names(database)
    made_up = MadeUp(names.people, names.companies)
    for turn in decided_turns(database, within):
        yield json.dumps(made_up.turn(turn), ensure_ascii=False) + "\n"


__all__ = ["conversations"]
